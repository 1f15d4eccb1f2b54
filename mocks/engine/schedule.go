package engine

// entry is one thing that is due: the next event of a subject, or what is next
// for a delivery. 16 bytes; a million subjects have a million of them.
type entry struct {
	at   int64
	slot uint32 // the subject
	ref  uint32 // the generation of its record; with ofDelivery, a delivery's number
}

// ofDelivery marks entries that belong to a delivery.
const ofDelivery = 1 << 31

// before is the order in which things happen: by time, then by placing; of one
// subject its next event before anything about earlier ones, and those as they
// were owed.
func (e entry) before(other entry) bool {
	switch {
	case e.at != other.at:
		return e.at < other.at
	case e.slot != other.slot:
		return e.slot < other.slot
	default:
		return e.ref < other.ref
	}
}

// schedule is a heap of four children a node: half as deep as one of two, and
// the four lie side by side. It does not move when it grows.
type schedule struct {
	entries chunks[entry]
}

func (h *schedule) len() int { return h.entries.len() }

func (h *schedule) first() entry { return *h.entries.at(0) }

func (h *schedule) push(e entry) {
	i := h.entries.push(e)
	for i > 0 {
		parent := (i - 1) / 4
		above := h.entries.at(parent)
		if !e.before(*above) {
			break
		}
		*h.entries.at(i) = *above
		i = parent
	}
	*h.entries.at(i) = e
}

func (h *schedule) pop() entry {
	first := h.first()
	last := h.entries.pop()
	if h.entries.len() > 0 {
		h.sink(0, last)
	}
	return first
}

// sink puts an entry at i or as far below as it belongs.
func (h *schedule) sink(i int, e entry) {
	n := h.entries.len()
	for {
		child := 4*i + 1
		if child >= n {
			break
		}
		least := *h.entries.at(child)
		for c := child + 1; c < min(4*i+5, n); c++ {
			if other := *h.entries.at(c); other.before(least) {
				child, least = c, other
			}
		}
		if !least.before(e) {
			break
		}
		*h.entries.at(i) = least
		i = child
	}
	*h.entries.at(i) = e
}

// keep drops the entries that do not fit.
func (h *schedule) keep(fits func(entry) bool) {
	n := 0
	for i := range h.entries.len() {
		if e := *h.entries.at(i); fits(e) {
			*h.entries.at(n) = e
			n++
		}
	}
	for h.entries.len() > n {
		h.entries.pop()
	}
	for i := (n - 2) / 4; i >= 0 && n > 1; i-- {
		h.sink(i, *h.entries.at(i))
	}
}
