package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// callbacks posts events, each in one attempt.
type callbacks struct {
	client *http.Client
	gate   *sync.RWMutex // held for reading while one is sent
	closed *bool
}

func newCallbacks() callbacks {
	return callbacks{
		client: &http.Client{
			Timeout:       5 * time.Second,
			Transport:     &http.Transport{MaxIdleConnsPerHost: 16, IdleConnTimeout: 30 * time.Second}, // no proxy
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		gate: &sync.RWMutex{}, closed: new(bool),
	}
}

// stopCallbacks waits for those in flight; none is sent afterwards.
func (b callbacks) stopCallbacks() {
	b.gate.Lock()
	defer b.gate.Unlock()
	*b.closed = true
	b.client.CloseIdleConnections()
}

// news is one event: when it is sent, and the instant that its data describes.
type news struct {
	event    string
	at, asOf time.Time
}

// plan is everything that will be told about a call, in order.
func (g *gateway) plan(c *call) []news {
	end := func(event string) news { return news{event, c.ended, c.ended} }
	done := func(event string) news { return news{event, c.done, c.done} }
	switch {
	case c.url == nil, g.broken["callbacks-silent"], c.outcome.failure != "" && g.broken["call-failed-silent"]:
		return nil
	case c.outcome.failure != "":
		return []news{end("call.failed")}
	case !c.transcript && g.broken["disabled-never-sent"], c.transcript && c.outcome.transcriptStuck:
		return []news{end("call.completed")}
	case !c.transcript:
		return []news{end("call.completed"), end("transcript.disabled")}
	case c.outcome.transcriptFailure != "":
		return []news{end("call.completed"), done("transcript.failed")}
	case g.broken["ready-before-completed"]:
		return []news{done("transcript.ready"), {"call.completed", c.done, c.ended}}
	}
	return []news{end("call.completed"), done("transcript.ready")}
}

// tell sends a plan, each event after the receiver has answered the one before.
func (g *gateway) tell(c *call, plan []news) {
	if len(plan) == 0 {
		return
	}
	g.clock.at(plan[0].at, func() {
		g.post(c.url.(string), g.message(c, plan[0]))
		g.tell(c, plan[1:])
	})
}

func (g *gateway) message(c *call, n news) object {
	status, words, failure := 200, "", any(nil)
	data := c.data(n.asOf)
	switch n.event {
	case "call.completed":
		words = "Call completed"
		if c.transcript && g.broken["completed-says-pending"] {
			data["transcript_status"] = "pending"
		}
	case "call.failed":
		words, failure = "Call could not be connected", c.outcome.failure
	case "transcript.ready":
		words = "Transcript ready"
	case "transcript.disabled":
		words = "Transcript skipped"
	case "transcript.failed":
		status, words, failure = 500, "Transcript processing failed", data["error"]
		if g.broken["transcript-failed-says-200"] {
			status = 200
		}
		if g.broken["transcript-failed-without-error"] {
			failure = nil
		}
	}
	return object{"status_code": status, "message": words, "error": failure, "event": n.event, "data": data}
}

// post sends one callback and forgets it, whatever the receiver says.
func (b callbacks) post(url string, message object) {
	b.gate.RLock()
	defer b.gate.RUnlock()
	if *b.closed {
		return
	}
	body, err := json.Marshal(message)
	if err != nil {
		return
	}
	if answer, err := b.client.Post(url, "application/json", bytes.NewReader(body)); err == nil {
		answer.Body.Close()
	}
}
