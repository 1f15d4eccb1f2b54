package engine

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// A Control says how the control port is served.
type Control struct {
	Token   string       // a bearer token that every request needs; "": none is needed, and only this machine is served
	Metrics http.Handler // answers /metrics; nil: nothing does
	Ready   func() *Addresses
}

// Addresses are where a Fake listens, as in the ready file.
type Addresses struct {
	Control   string            `json:"control"`
	Providers map[string]string `json:"providers"`
}

// controlPort is the door behind the providers' backs. It is mounted from its
// document and judged by it, as the providers are.
type controlPort struct {
	Control
	fake   *Fake
	routes *routes
}

// Control makes the handler of the control port.
func (f *Fake) Control(c Control) (http.Handler, error) {
	document, err := specs.LoadControl()
	if err != nil {
		return nil, err
	}
	p := &controlPort{Control: c, fake: f}
	if p.routes, err = mount(document, []string{""}, operationsOf(document), p.operations()); err != nil {
		return nil, fmt.Errorf("control port: %w", err)
	}
	return p, nil
}

// operationsOf lists the operations of a document that is no provider's.
func operationsOf(document *openapi3.T) []*specs.Operation {
	var list []*specs.Operation
	for _, path := range document.Paths.InMatchingOrder() {
		item := document.Paths.Value(path)
		for method, spec := range item.Operations() {
			o := &specs.Operation{ID: spec.OperationID, Method: method, Path: path, Item: item, Spec: spec}
			for _, ref := range append(slices.Clone(item.Parameters), spec.Parameters...) {
				o.Params = append(o.Params, ref.Value)
			}
			list = append(list, o)
		}
	}
	return list
}

// operations is the control port's contents page.
func (p *controlPort) operations() map[string]Operation {
	return map[string]Operation{
		"check-health": p.health,
		"ready":        p.ready,
		"read-events":  p.events,
		"read-metrics": p.metrics,

		"list-sandboxes": p.listSandboxes,
		"put-sandbox":    p.putSandbox,
		"delete-sandbox": p.deleteSandbox,
		"reset-sandbox":  p.resetSandbox,

		"snapshot-sandbox": p.snapshotSandbox,
		restoring:          p.restoreSandbox,

		"read-clock":    p.readClock,
		"set-clock":     p.setClock,
		"advance-clock": p.advanceClock,

		"list-sandbox-calls": p.listCalls,
		"read-sandbox-call":  p.readCall,
		"end-sandbox-call":   p.endCall,
		"bind-number":        p.bindNumber,

		"list-sandbox-deliveries": p.listDeliveries,
		"read-sandbox-delivery":   p.readDelivery,
		"replay-sandbox-delivery": p.replayDelivery,
		"put-callback":            p.putCallback,

		"read-journal": p.readJournal,

		"list-faults":   p.listFaults,
		"put-faults":    p.putFaults,
		"add-faults":    p.addFaults,
		"delete-faults": p.deleteFaults,

		"read-inbox":   p.readInbox,
		"script-inbox": p.scriptInbox,
	}
}

// ServeHTTP answers one request to the control port.
func (p *controlPort) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	out := buffer()
	defer release(out)
	capturing := strings.HasPrefix(r.URL.Path, captures)
	err := p.gate(r, capturing)
	if err == nil && capturing {
		if err = p.capture(w, r); err == nil {
			return
		}
	}
	var reply Reply
	if err == nil {
		reply, err = p.answer(w, r)
	}
	if err != nil {
		reply = p.fail(err)
	}
	if body, ok := reply.Body.(streamed); ok {
		body(w, r)
		return
	}
	a, err := render(reply, out)
	if err != nil {
		a = outgoing{status: http.StatusInternalServerError}
	}
	a.write(w, r)
}

// answer runs one operation of the document.
func (p *controlPort) answer(w http.ResponseWriter, r *http.Request) (reply Reply, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			p.fake.options.Log.Error("the control port panicked", "path", r.URL.Path, "panic", broken, "stack", string(debug.Stack()))
			err = refuse(http.StatusInternalServerError, "the log has the stack", "the control port broke")
		}
	}()
	rt, path, stray := p.routes.find(r)
	if stray != nil {
		return Reply{}, stray
	}
	// Some operations wait longer than a request may otherwise take; the
	// deadline for reading would end their context.
	raw := buffer()
	defer release(raw)
	request := &Request{Operation: rt.operation, HTTP: r, Input: Input{defaults: rt.defaults}}
	broken := rt.arguments(r, path, r.URL.Query(), &request.Input)
	if err := p.read(rt, raw, request); err != nil {
		return Reply{}, err
	}
	if request.text == nil && rt.operation.ID != restoring {
		broken = append(broken, rt.judgeBody(request.whole, raw.Len() == 0)...)
	}
	if len(broken) > 0 {
		return Reply{}, &Failure{Kind: Invalid, Details: broken}
	}
	unhurried(w)
	if name := request.Text("name"); name != "" && rt.operation.ID != "put-sandbox" && rt.operation.ID != restoring {
		box, found := p.fake.sandboxes.Get(name)
		if !found {
			return Reply{}, refuse(http.StatusNotFound, "PUT /sandboxes/"+name+" makes it", "there is no sandbox %s", name)
		}
		request.Sandbox = box
	}
	return rt.run(request)
}

// unhurried lifts the deadlines of a request that has been read: one for
// reading would end its context while it waits.
func unhurried(w http.ResponseWriter) {
	c := http.NewResponseController(w)
	c.SetReadDeadline(time.Time{})
	c.SetWriteDeadline(time.Time{})
}

func (p *controlPort) read(rt *route, raw *scratch, request *Request) error {
	if rt.body == nil || rt.operation.ID == restoring {
		return nil
	}
	if failed := readBody(request.HTTP, raw); failed != nil {
		return failed
	}
	if raw.Len() == 0 {
		return nil
	}
	if id := rt.operation.ID; id == "put-faults" || id == "add-faults" { // which a person writes, also as YAML, and which has a strict reader
		request.text = raw.Bytes()
		return nil
	}
	value, ok := decode(raw.Bytes())
	if !ok {
		return &Failure{Kind: Malformed}
	}
	request.whole = value
	request.body, _ = value.(map[string]any)
	return nil
}

// statuses are those of failures that the engine finds by itself.
var statuses = map[Kind]int{
	Invalid: http.StatusBadRequest, Malformed: http.StatusBadRequest, UnknownPath: http.StatusNotFound, NotFound: http.StatusNotFound,
	WrongMethod: http.StatusMethodNotAllowed, TooLarge: http.StatusRequestEntityTooLarge, TooSlow: http.StatusRequestTimeout,
	Full: http.StatusServiceUnavailable, BadSandbox: http.StatusBadRequest,
}

// duration reads a length of time that the document's rules have let through.
func duration(r *Request, name string) time.Duration {
	d, _ := time.ParseDuration(r.Text(name)) // too long a one reads as none
	return d
}
