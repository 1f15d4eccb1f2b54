package engine

import (
	"context"
	"strings"
	"time"
)

// longestPoll is how long a request to the control port may wait.
const longestPoll = time.Minute

type messageView struct {
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body,omitempty"`
	Length  int               `json:"length,omitempty"`
	Hidden  bool              `json:"hidden,omitempty"`
}

type entryView struct {
	Seq       uint64      `json:"seq"`
	At        time.Time   `json:"at"`
	Provider  string      `json:"provider"`
	Operation string      `json:"operation,omitempty"`
	Event     string      `json:"event,omitempty"`
	Account   string      `json:"account,omitempty"`
	Call      string      `json:"call,omitempty"`
	Method    string      `json:"method"`
	URL       string      `json:"url"`
	Status    int         `json:"status"`
	Note      string      `json:"note,omitempty"`
	Faults    []int       `json:"faults,omitempty"`
	Chaos     []Choice    `json:"chaos,omitempty"`
	Sent      messageView `json:"sent"`
	Answer    messageView `json:"answer"`
}

type missView struct {
	Entry entryView `json:"entry"`
	Why   []string  `json:"why"`
}

func viewMessage(m Message) messageView {
	view := messageView{Headers: make(map[string]string, len(m.Fields)), Body: m.Body, Length: m.Length, Hidden: m.Hidden}
	for _, f := range m.Fields {
		if earlier, twice := view.Headers[f.Name]; twice {
			f.Value = earlier + ", " + f.Value
		}
		view.Headers[f.Name] = f.Value
	}
	return view
}

func viewEntry(e *Entry) entryView {
	return entryView{
		Seq: e.Seq, At: e.At, Provider: e.Provider, Operation: e.Operation, Event: e.Event, Account: e.Account, Call: e.Subject,
		Method: e.Method, URL: e.URL(), Status: e.Status, Note: e.Note, Faults: e.Faults, Chaos: e.Chaos, Sent: viewMessage(e.Sent()), Answer: viewMessage(e.Answer()),
	}
}

func (p *controlPort) readJournal(r *Request) (Reply, error) {
	ctx, cancel := patient(r)
	defer cancel()
	found, near := p.fake.journal.Find(ctx, r.Sandbox.Name(), Sought{
		Provider: r.Text("provider"), Operation: r.Text("operation"), Event: r.Text("event"), Account: r.Text("account"),
		Call: r.Text("call"), Status: r.Int("status"), Since: uint64(r.Int("since")),
	})
	entries, misses := make([]entryView, len(found)), make([]missView, len(near))
	for i, e := range found {
		entries[i] = viewEntry(e)
	}
	for i, m := range near {
		misses[i] = missView{viewEntry(m.Entry), m.Why}
	}
	return Reply{Body: map[string]any{"entries": entries, "near": misses}}, nil
}

// patient is the context of a request that waits for something as long as it
// says.
func patient(r *Request) (context.Context, context.CancelFunc) {
	return context.WithTimeout(r.HTTP.Context(), min(duration(r, "wait"), longestPoll))
}

// mentions says whether a text has an id as a JSON string.
func mentions(text []byte, id string) bool {
	return id == "" || strings.Contains(string(text), `"`+id+`"`)
}
