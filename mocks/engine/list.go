package engine

// A Query chooses subjects of one provider. They come in the order of placing.
type Query struct {
	Kind    string
	Account string              // "": of all accounts
	Match   func(*Subject) bool // nil: all. Called without the lock, on a copy that is reused
	Newest  bool                // the latest first
	Offset  int
	Limit   int // of the page; 0 or less: only the total is wanted
}

// stretch is how many subjects a list copies before it lets the lock go.
const stretch = 2048

// Find returns a copy of one subject.
func (s *Sandbox) Find(p *Provider, kind, id string) (Subject, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slot, ok := s.slot(p, kind, id)
	if !ok {
		return Subject{}, false
	}
	return s.subject(slot), true
}

// List returns one page of the subjects that fit, and how many fit in all.
// Without a Match it costs no more than its page.
func (s *Sandbox) List(p *Provider, q Query) (page []Subject, total int) {
	return s.list(q, func() *chunks[uint32] {
		c := s.class(p, q.Kind)
		switch {
		case c == nil:
			return nil
		case q.Account == "":
			return &c.all
		default:
			return c.accounts[q.Account]
		}
	})
}

// list walks an index, whose pointer holds for one hold of the lock only: a
// reset replaces it, which ends the walk.
func (s *Sandbox) list(q Query, index func() *chunks[uint32]) (page []Subject, total int) {
	offset := max(q.Offset, 0)
	n, page := s.open(q, offset, index)
	if q.Match == nil {
		return page, n
	}
	var copies []Subject
	for done := 0; done < n; {
		count := min(stretch, n-done)
		if copies == nil {
			copies = make([]Subject, count)
		}
		if !s.copyStretch(copies[:count], index, q.Newest, n, done) {
			break
		}
		for i := range copies[:count] {
			if !q.Match(&copies[i]) {
				continue
			}
			if total >= offset && len(page) < q.Limit {
				page = append(page, copies[i])
			}
			total++
		}
		done += count
	}
	return page, total
}

// open counts the index, and copies the page at once where nothing has to be
// matched.
func (s *Sandbox) open(q Query, offset int, index func() *chunks[uint32]) (n int, page []Subject) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slots := index()
	if slots == nil {
		return 0, nil
	}
	n = slots.len()
	if q.Match != nil {
		return n, nil
	}
	page = make([]Subject, 0, max(0, min(q.Limit, n-offset)))
	for i := offset; i < n && len(page) < q.Limit; i++ {
		page = append(page, s.subject(*slots.at(position(i, n, q.Newest))))
	}
	return n, page
}

func (s *Sandbox) copyStretch(into []Subject, index func() *chunks[uint32], newest bool, n, from int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	slots := index()
	if slots == nil || slots.len() < n {
		return false
	}
	var of *class
	var number uint16
	for i := range into {
		r := s.records.at(int(*slots.at(position(from+i, n, newest))))
		if of == nil || r.class != number {
			of, number = s.classes[r.class], r.class
		}
		c := &into[i]
		c.Provider, c.Kind = of.provider.Spec.Name, of.kind
		c.ID, c.Ordinal, c.Order, c.Timeline = r.id, uint64(r.ordinal), r.order, r.timeline
	}
	return true
}

func position(i, n int, newest bool) int {
	if newest {
		return n - 1 - i
	}
	return i
}

// Subjects returns a page of the subjects of all providers, or of one, and how
// many there are; the latest come first.
func (s *Sandbox) Subjects(provider string, offset, limit int) (page []Subject, total int) {
	for last := -1; last != 0; {
		last = s.subjectsBefore(last, func(slot uint32, of *class) {
			if provider != "" && of.provider.Spec.Name != provider {
				return
			}
			if total >= offset && len(page) < limit {
				page = append(page, s.subject(slot))
			}
			total++
		})
	}
	return page, total
}

// subjectsBefore visits a stretch of subjects before a slot, or the last ones,
// and returns where the next stretch ends.
func (s *Sandbox) subjectsBefore(last int, visit func(uint32, *class)) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last < 0 || last > s.records.len() { // the beginning, or a reset came between
		last = s.records.len()
	}
	first := max(0, last-stretch)
	for i := last - 1; i >= first; i-- {
		visit(uint32(i), s.classes[s.records.at(i).class])
	}
	return first
}

// Subject finds a subject of any provider.
func (s *Sandbox) Subject(id string) (Subject, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slot, ok := s.anySlot(id)
	if !ok {
		return Subject{}, false
	}
	return s.subject(slot), true
}

// subjectOf finds a subject of one provider, whatever its kind.
func (s *Sandbox) subjectOf(p *Provider, id string) (Subject, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.classes {
		if slot, ok := c.byID[id]; ok && c.provider == p {
			return s.subject(slot), true
		}
	}
	return Subject{}, false
}
