package engine

import (
	"net/http"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/inbox"
)

// captures is where callbacks are caught; {sandbox}/ and anything follows.
const captures = "/inbox/"

type arrivalView struct {
	Seq      int               `json:"seq"`
	At       time.Time         `json:"at"`
	Method   string            `json:"method"`
	Path     string            `json:"path"`
	Headers  map[string]string `json:"headers"`
	Body     string            `json:"body"`
	Answered int               `json:"answered"`
}

// capture keeps what is posted to the capture address, exactly, and answers as
// scripted.
func (p *controlPort) capture(w http.ResponseWriter, r *http.Request) error {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, captures), "/")
	box, found := p.fake.sandboxes.Get(name)
	switch {
	case !found:
		return refuse(http.StatusNotFound, "callbacks go to "+captures+"default/ for the sandbox default", "there is no such sandbox to capture for")
	case r.Method != http.MethodPost:
		return &refused{
			status: http.StatusMethodNotAllowed, header: http.Header{"Allow": {http.MethodPost}},
			problem: problem{Error: "callbacks are posted here", Hint: "GET /sandboxes/" + name + "/inbox shows what has arrived"},
		}
	}
	unhurried(w) // an answer may take longer than a request otherwise may
	box.Inbox().ServeHTTP(w, r)
	return nil
}

func (p *controlPort) readInbox(r *Request) (Reply, error) {
	ctx, cancel := patient(r)
	defer cancel()
	box, call, since := r.Sandbox.Inbox(), r.Text("call"), r.Int("since")
	fits := func(d inbox.Delivery) bool { return d.Seq > since && mentions(d.Body, call) }
	all, _ := box.Wait(ctx, func(all []inbox.Delivery) bool {
		for _, d := range all {
			if fits(d) {
				return true
			}
		}
		return false
	})
	views := []arrivalView{}
	for _, d := range all {
		if fits(d) {
			views = append(views, viewArrival(d))
		}
	}
	return Reply{Body: map[string]any{"deliveries": views, "dropped": box.Dropped()}}, nil
}

func viewArrival(d inbox.Delivery) arrivalView {
	view := arrivalView{Seq: d.Seq, At: d.At, Method: d.Method, Path: d.Path, Headers: make(map[string]string, len(d.Header)), Body: string(d.Body), Answered: d.Answered}
	for name, values := range d.Header {
		view.Headers[name] = strings.Join(values, ", ")
	}
	return view
}

// scriptInbox takes a list of answers: a status each, or an object.
func (p *controlPort) scriptInbox(r *Request) (Reply, error) {
	list, _ := r.Body().([]any)
	answers := make([]inbox.Answer, len(list))
	for i, item := range list {
		switch a := item.(type) {
		case float64:
			answers[i].Status = int(a)
		case map[string]any:
			status, _ := a["status"].(float64)
			after, _ := a["after"].(string)
			answers[i].Status = int(status)
			answers[i].After, _ = time.ParseDuration(after)
			answers[i].Body, _ = a["body"].(string)
		}
	}
	r.Sandbox.Inbox().Script(nil, map[string][]inbox.Answer{"": answers})
	return Reply{Status: http.StatusNoContent}, nil
}
