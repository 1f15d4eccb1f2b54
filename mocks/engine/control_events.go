package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// How GET /events treats its readers.
const (
	heartbeat  = 15 * time.Second // a comment so often, or proxies take the connection for dead
	slowReader = 10 * time.Second // for one batch; who takes longer is gone
	lastWord   = time.Second      // for what is still to be written when the server stops
)

// A streamed body writes itself.
type streamed func(http.ResponseWriter, *http.Request)

// events is what happens, as it happens, as server-sent events.
func (p *controlPort) events(r *Request) (Reply, error) {
	after, resumed := uint64(0), false
	if text := r.HTTP.Header.Get("Last-Event-ID"); text != "" {
		id, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return Reply{}, refuse(http.StatusBadRequest, "it is the id of an event, a number", "the header Last-Event-ID is not understood")
		}
		after, resumed = id, true
	}
	sandbox := r.Text("sandbox")
	return Reply{Body: streamed(func(w http.ResponseWriter, r *http.Request) {
		s := broadcast{feed: &p.fake.feed, w: w, control: http.NewResponseController(w), sandbox: sandbox, over: r.Context()}
		s.run(r, after, resumed)
	})}, nil
}

// A broadcast is one reader.
type broadcast struct {
	feed    *feed
	w       http.ResponseWriter
	control *http.ResponseController
	sandbox string // "": all
	over    context.Context
	out     bytes.Buffer
}

// run writes until the reader leaves, falls too far behind, or the server stops.
func (s *broadcast) run(r *http.Request, after uint64, resumed bool) {
	from, missed := s.feed.join(after, resumed)
	defer s.feed.leave()
	defer context.AfterFunc(s.over, s.hurry)()
	beat := newPulse(heartbeat)
	defer beat.Stop()
	s.w.Header().Set("Content-Type", "text/event-stream")
	s.w.Header().Set("Cache-Control", "no-store")
	s.out.WriteString(": what happens, as it happens\n\n")
	if missed {
		s.say("missed", fmt.Sprintf("what happened after event %d is not all remembered; this goes on after %d", after, from))
	}
	for s.flush() {
		batch, arrived, lapped := s.feed.since(from)
		if lapped {
			s.say("dropped", fmt.Sprintf("this reader was more than %d events behind and is dropped; it had read up to %d", tellingsKept, from))
			s.flush()
			return
		}
		for i := range batch {
			from = batch[i].ID
			if s.sandbox == "" || s.sandbox == batch[i].Sandbox {
				s.event(&batch[i])
			}
		}
		if len(batch) > 0 {
			continue
		}
		select {
		case <-arrived:
		case <-beat.C:
			s.out.WriteString(":\n\n")
		case <-r.Context().Done():
			s.say("end", "the server stops")
			s.flush()
			return
		}
	}
}

func (s *broadcast) event(t *Telling) {
	data, err := json.Marshal(t)
	if err != nil {
		return // it is made of texts and numbers
	}
	fmt.Fprintf(&s.out, "id: %d\nevent: %s\ndata: %s\n\n", t.ID, t.Kind, data)
}

// say tells the reader about the stream itself; that has no id.
func (s *broadcast) say(kind, why string) {
	data, _ := json.Marshal(map[string]string{"kind": kind, "reason": why})
	fmt.Fprintf(&s.out, "event: %s\ndata: %s\n\n", kind, data)
}

// hurry leaves a reader that does not read little time, once the server stops.
func (s *broadcast) hurry() { _ = s.control.SetWriteDeadline(deadline(lastWord)) }

// flush tells whether the reader is still there.
func (s *broadcast) flush() bool {
	if s.out.Len() == 0 {
		return true
	}
	_ = s.control.SetWriteDeadline(deadline(slowReader))
	if s.over.Err() != nil { // what hurries may have come before the line above
		s.hurry()
	}
	_, err := s.w.Write(s.out.Bytes())
	s.out.Reset()
	if err == nil {
		err = s.control.Flush()
	}
	return err == nil
}
