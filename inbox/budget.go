package inbox

import (
	"container/list"
	"net/http"
	"sync"
)

// Costs of a delivery beside its own bytes, about: of the record, and of each byte of a body that was decoded, since
// the maps and texts of the value are several times as large.
const (
	recordCost  = 512
	decodedCost = 8
)

// Budget bounds what several Boxes keep together: the oldest delivery of all makes room, whichever Box has it.
type Budget struct {
	limit int

	mu     sync.Mutex // taken under a Box's, never around one
	spent  int
	shares list.List // of *share, oldest first
}

// share is what one delivery takes of a Budget.
type share struct {
	box   *Box
	seq   int
	cost  int
	place *list.Element // nil: given back
}

// NewBudget makes a Budget of so many bytes.
func NewBudget(bytes int) *Budget { return &Budget{limit: bytes} }

// Spent is the number of bytes that are kept now, about.
func (b *Budget) Spent() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent
}

// charge enters a delivery, and returns those that must go for it; their Boxes drop them once no lock is held.
func (b *Budget) charge(box *Box, d *Delivery) (entered *share, leaving []*share) {
	if b == nil {
		return nil, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	entered = &share{box: box, seq: d.Seq, cost: cost(d)}
	entered.place = b.shares.PushBack(entered)
	b.spent += entered.cost
	for b.spent > b.limit && b.shares.Len() > 1 {
		oldest := b.shares.Front().Value.(*share)
		b.remove(oldest)
		leaving = append(leaving, oldest)
	}
	return entered, leaving
}

// refund gives back what a delivery took, if that has not been done.
func (b *Budget) refund(s *share) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.remove(s)
}

func (b *Budget) remove(s *share) {
	if s.place != nil {
		b.shares.Remove(s.place)
		s.place = nil
		b.spent -= s.cost
	}
}

func cost(d *Delivery) int {
	n := recordCost + len(d.Path) + fields(d.Header) + len(d.Body)
	if d.JSON != nil {
		n += decodedCost * len(d.Body)
	}
	return n
}

func fields(h http.Header) int {
	n := 0
	for name, values := range h {
		for _, value := range values {
			n += len(name) + len(value)
		}
	}
	return n
}
