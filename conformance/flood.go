package conformance

import "fmt"

// A scenario keeps what calls it back, so that a later step may ask for it. These bounds are far beyond what any document
// lets an implementation send.
const (
	inboxBytes = 16 << 20 // of bodies that came and were not yet looked at
	floodBytes = 32 << 20 // of all bodies that a scenario keeps
	floodCount = 20_000
)

// flood counts what came, and what there was no room for.
type flood struct {
	count, bytes int
	last         int // Seq
	lost         int
}

// room tells whether a callback can be kept.
func (p *play) room(a *arrival) bool {
	f := &p.flood
	f.lost += a.Seq - f.last - 1 // the inbox had to forget them before we looked
	f.last = a.Seq
	if f.count >= floodCount || f.bytes+len(a.Body) > floodBytes {
		f.lost++
		return false
	}
	f.count, f.bytes = f.count+1, f.bytes+len(a.Body)
	return true
}

// err ends a scenario that cannot know any more what came.
func (f *flood) err() error {
	if f.lost == 0 {
		return nil
	}
	return &stop{verdict: Inconclusive, owner: OwnerProvider, reason: fmt.Sprintf(
		"it was called back more often than can be kept: %d callbacks of %d bytes are, and %d more are not", f.count, f.bytes, f.lost)}
}
