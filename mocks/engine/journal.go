package engine

import (
	"sync"
	"time"
)

const (
	journalBytes = 64 << 20 // for the whole process
	bodyKept     = 16 << 10 // of one body
	entryCost    = 512      // of an entry beyond its texts, about
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
	URL       string // of a request its path and query
	Status    int    // 0: no answer came
	Note      string // what went wrong, or which fault fired
	Sent      Message
	Answer    Message
}

// A Message is what went one way.
type Message struct {
	Fields []Field
	Body   []byte // at most 16 KiB
	Length int    // of the body as it was
	Hidden bool   // the body may hold a secret that could not be found, so it was not kept
}

// A Field is one header field.
type Field struct{ Name, Value string }

func (e *Entry) cost() int {
	n := entryCost + len(e.URL) + len(e.Note) + len(e.Sent.Body) + len(e.Answer.Body)
	for _, m := range [2][]Field{e.Sent.Fields, e.Answer.Fields} {
		for _, f := range m {
			n += len(f.Name) + len(f.Value) + 32
		}
	}
	return n
}

// A Journal keeps what came in and went out of every sandbox, the newest 64 MiB.
type Journal struct {
	limit int

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
}

// forget drops the entries of one sandbox.
func (j *Journal) forget(sandbox string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	kept := make([]*Entry, 0, len(j.entries)-j.first)
	for _, e := range j.entries[j.first:] {
		if e.Sandbox == sandbox {
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
