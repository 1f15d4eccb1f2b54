package engine

import (
	"strings"
	"sync"
	"time"
)

const (
	journalBytes = 64 << 20 // for the whole process
	bodyKept     = 16 << 10 // of one body
	entryCost    = 384      // of an entry beyond its texts, about
)

// An Entry is one exchange over HTTP, from a client or to a receiver, without
// its secrets. It is never changed once it is in the journal.
type Entry struct {
	Seq       uint64 // counts from 1 in the whole process
	At        time.Time
	Sandbox   string
	Provider  string
	Operation string // of a request; "": no operation has its path and method
	Event     string // of a callback
	Account   string
	Subject   string // the id of the call or job that it is about, where that is known
	Method    string
	Status    int      // 0: no answer came
	Note      string   // what went wrong, or which fault fired
	Faults    []int    // the numbers of the faults that had their effect; nil: none
	Chaos     []Choice // the behaviours that were chosen; nil: none

	// All else lies in one text, since the journal holds many entries and the
	// collector looks through every pointer: the address, then header and body
	// of what was sent, then of the answer.
	text         []byte
	ends         [5]int32
	sent, answer bodyNote
}

// A bodyNote is what is known of a body beside what is kept of it.
type bodyNote struct {
	length int
	hidden bool
}

// A Message is what went one way.
type Message struct {
	Fields []Field
	Body   string // at most 16 KiB
	Length int    // of the body as it was
	Hidden bool   // the body may hold a secret that could not be found, so it was not kept
}

// A Field is one header field.
type Field struct{ Name, Value string }

// URL is the address: of a request its path and query.
func (e *Entry) URL() string { return string(e.part(0)) }

// Sent is what was asked.
func (e *Entry) Sent() Message { return e.message(1, e.sent) }

// Answer is what came back.
func (e *Entry) Answer() Message { return e.message(3, e.answer) }

func (e *Entry) part(i int) []byte {
	if i == 0 {
		return e.text[:e.ends[0]]
	}
	return e.text[e.ends[i-1]:e.ends[i]]
}

func (e *Entry) message(i int, note bodyNote) Message {
	m := Message{Body: string(e.part(i + 1)), Length: note.length, Hidden: note.hidden}
	for line := range strings.Lines(string(e.part(i))) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		m.Fields = append(m.Fields, Field{name, value})
	}
	return m
}

func (e *Entry) cost() int { return entryCost + len(e.text) + len(e.Note) }

// A Journal keeps what came in and went out of every sandbox, the newest 64 MiB.
type Journal struct {
	limit int
	feed  *feed // that hears of requests; nil: none does

	mu      sync.Mutex
	entries []*Entry // [first:] are kept; what lies before is dropped
	first   int
	bytes   int
	seq     uint64
	dropped uint64
	arrived chan struct{} // closed at the next arrival, nil while nobody waits
}

func newJournal(limit int) *Journal { return &Journal{limit: limit} }

// add files an entry. Its secrets must be gone by now.
func (j *Journal) add(e *Entry) {
	cost := e.cost()
	j.mu.Lock()
	j.seq++
	e.Seq = j.seq
	j.entries = append(j.entries, e)
	j.bytes += cost
	for j.bytes > j.limit && len(j.entries)-j.first > 1 {
		j.bytes -= j.entries[j.first].cost()
		j.entries[j.first] = nil
		j.first++
		j.dropped++
	}
	if j.first > 1024 && j.first > len(j.entries)/2 {
		j.entries = append(make([]*Entry, 0, len(j.entries)), j.entries[j.first:]...)
		j.first = 0
	}
	arrived := j.arrived
	j.arrived = nil
	j.mu.Unlock()
	if arrived != nil {
		close(arrived)
	}
	if j.feed != nil && j.feed.on() && e.Event == "" { // of attempts others tell
		j.feed.request(e)
	}
}

// forget drops the entries of sandboxes, of however many in one pass.
func (j *Journal) forget(sandboxes ...string) {
	if len(sandboxes) == 0 {
		return
	}
	gone := make(map[string]bool, len(sandboxes))
	for _, name := range sandboxes {
		gone[name] = true
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	kept := make([]*Entry, 0, len(j.entries)-j.first)
	for _, e := range j.entries[j.first:] {
		if gone[e.Sandbox] {
			j.bytes -= e.cost()
			continue
		}
		kept = append(kept, e)
	}
	j.entries, j.first = kept, 0
}

// since copies the entries of a sandbox after a number, oldest first, and
// returns the number of the newest entry of all.
func (j *Journal) since(sandbox string, seq uint64) ([]*Entry, uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.later(sandbox, seq), j.seq
}

func (j *Journal) later(sandbox string, seq uint64) []*Entry {
	from := len(j.entries)
	for from > j.first && j.entries[from-1].Seq > seq {
		from--
	}
	var found []*Entry
	for _, e := range j.entries[from:] {
		if e.Sandbox == sandbox {
			found = append(found, e)
		}
	}
	return found
}

// next returns a channel that closes when an entry comes after a number; it is
// closed already if one has come.
func (j *Journal) next(seq uint64) <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.seq > seq {
		come := make(chan struct{})
		close(come)
		return come
	}
	if j.arrived == nil {
		j.arrived = make(chan struct{})
	}
	return j.arrived
}
