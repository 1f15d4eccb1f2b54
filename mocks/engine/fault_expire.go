package engine

// expire lets a credential count as expired from now on, until the faults are
// replaced.
func (f *Faults) expire(p *Provider, credential string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.expired == nil {
		f.expired = map[string]bool{}
	}
	f.expired[p.Spec.Name+" "+credential] = true
	f.lapses++
}

// lapsed tells whether a fault has let a credential expire.
func (f *Faults) lapsed(p *Provider, credential string) bool {
	if !f.waits(AtOperation) {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.expired[p.Spec.Name+" "+credential]
}

// Lapses counts the credentials that faults have let expire in this sandbox. A
// token that is minted takes it in, so that it differs from one that was minted
// at the same instant and has expired since.
func (s *Sandbox) Lapses() int {
	s.desk.faults.mu.Lock()
	defer s.desk.faults.mu.Unlock()
	return s.desk.faults.lapses
}
