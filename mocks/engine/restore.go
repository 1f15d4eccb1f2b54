package engine

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ringer-mock/ringer/mocks/call"
)

// Restore makes the world of a snapshot in the sandbox of this name, and tells
// whether that was not there before. What was in it ends as with a reset, its
// clock and its journal included; the world goes on under the name that it was
// made under (Origin). Nothing is lost where it fails: the snapshot is damaged,
// of another version, or of providers that this Fake does not serve. Providers
// that were not served where it was made get their records of a fresh world.
func (w *Sandboxes) Restore(name string, text []byte) (created bool, err error) {
	saved, err := readSnapshot(text)
	if err != nil {
		return false, err
	}
	world := &Sandbox{name: name, fake: w.fake}
	err = world.build(saved)
	if err == nil {
		err = world.desk.faults.restore(saved, w.fake)
	}
	if err != nil {
		return false, fmt.Errorf("the snapshot is damaged: %w", err)
	}
	w.room()
	w.mu.Lock()
	defer w.mu.Unlock()
	s, created, err := w.ensure(name, Setup{})
	if err != nil {
		return false, err
	}
	w.fake.journal.forget(name)
	w.owners.forget()
	s.become(world, saved)
	s.Pump()
	return created, nil
}

// become lets a sandbox hold another world.
func (s *Sandbox) become(world *Sandbox, saved *snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
	s.exchange, s.outbox = world.exchange, world.outbox
	for i := range s.records.len() {
		s.fake.sandboxes.minted.add(s.records.at(i).id)
	}
	s.numbers.Store(world.numbers.Load())
	s.unrest.Store(world.unrest.Load())
	s.born.Store(world.born.Load())
	s.clock.reading.Store(world.clock.reading.Load())
	s.tidy()
	s.desk.faults.become(&world.desk.faults)
	s.Inbox().Restore(saved.Inbox)
}

// build fills a sandbox that nobody knows yet.
func (s *Sandbox) build(w *snapshot) error {
	if err := w.check(); err != nil {
		return err
	}
	s.born.Store(&birth{origin: w.Origin, seed: w.Seed, began: w.Began.UTC()})
	s.clock = newClock(Mode{Kind: Frozen}, w.Now)
	s.numbers.Store(&w.Numbers)
	if err := s.fake.judgeChaos(w.Chaos); err != nil {
		return err
	}
	if u := newUnrest(s.fake, w.Chaos); u != nil {
		maps.Copy(u.asked, w.Asked)
		s.unrest.Store(u)
	}
	served := map[string]*Provider{}
	for _, name := range w.Providers {
		p, ok := s.fake.Provider(name)
		if !ok {
			return fmt.Errorf("it holds calls of %s: %s", name, didYouMean(name, s.fake.names()))
		}
		served[name] = p
	}
	for _, step := range []func(*snapshot, map[string]*Provider) error{s.putAddresses, s.putCalls, s.putRecords} {
		if err := step(w, served); err != nil {
			return err
		}
	}
	if err := s.putOutbox(w); err != nil {
		return err
	}
	return s.furnish(func(p *Provider) bool { return served[p.Spec.Name] == nil })
}

// check looks for what no world has.
func (w *snapshot) check() error {
	switch {
	case !ValidName(w.Origin.Name) || w.Origin.Life < 0:
		return fmt.Errorf("its origin %q is the name of no sandbox", w.Origin.Name)
	case !inRange(w.Began) || !inRange(w.Now):
		return errFar
	case len(w.Calls) > mostCalls:
		return fmt.Errorf("it holds %d calls, and a sandbox %d", len(w.Calls), mostCalls)
	}
	return nil
}

func (s *Sandbox) putAddresses(w *snapshot, served map[string]*Provider) error {
	s.callbacks = map[[2]string]string{}
	for _, a := range w.Callbacks {
		if served[a.Provider] == nil {
			return fmt.Errorf("a callback address is of %s, which is not among its providers", a.Provider)
		}
		s.callbacks[[2]string{a.Provider, a.Account}] = a.URL
	}
	return nil
}

func (s *Sandbox) putCalls(w *snapshot, served map[string]*Provider) error {
	for i := range w.Plans {
		if trouble := w.Plans[i].Trouble; trouble != nil {
			w.Plans[i].Trouble = s.fake.scripts.Trouble(*trouble)
		}
	}
	words := map[string]string{}
	same := func(word string) string { // what many orders share is kept once, as it was
		if known, ok := words[word]; ok {
			return known
		}
		words[word] = word
		return word
	}
	for i := range w.Calls {
		c := &w.Calls[i]
		if err := s.putCall(w, c, served[c.Provider], same); err != nil {
			return fmt.Errorf("call %d, %s: %w", i, c.ID, err)
		}
	}
	return nil
}

func (s *Sandbox) putCall(w *snapshot, c *savedCall, p *Provider, same func(string) string) error {
	if p == nil {
		return fmt.Errorf("it is of %q, which is not among its providers", c.Provider)
	}
	of, number := s.classFor(p, same(c.Kind))
	if _, twice := of.byID[c.ID]; twice {
		return fmt.Errorf("there are two of this id")
	}
	timeline, err := w.timeline(c, &s.fake.scripts)
	if err != nil {
		return err
	}
	if int(c.Told) > timeline.Len() {
		return fmt.Errorf("%d of its %d events were told", c.Told, timeline.Len())
	}
	order := &Order{
		Account: same(c.Account), Base: same(c.Base), Callback: same(c.Callback), From: same(c.From), To: c.To, Agent: same(c.Agent),
	}
	if !c.Details.IsZero() {
		if order.Details, err = read(p, p.Orders, c.Kind, c.Details); err != nil {
			return err
		}
	}
	slot := s.add(record{order: order, timeline: timeline, id: c.ID, class: number, cursor: c.Told})
	s.next(slot, s.records.at(int(slot)))
	return nil
}

// timeline tells a call's story again.
func (w *snapshot) timeline(c *savedCall, library *call.Library) (call.Timeline, error) {
	far := func(e call.Event) bool { return !inRange(e.At) }
	switch {
	case c.Plan < 0 || c.Plan >= len(w.Plans):
		return call.Timeline{}, fmt.Errorf("there is no plan %d", c.Plan)
	case !inRange(c.Placed) || slices.ContainsFunc(c.Events, far):
		return call.Timeline{}, errFar
	case len(c.Events) == 0:
		return library.Script(w.Plans[c.Plan]).Begin(c.Placed), nil
	}
	return library.Restore(w.Plans[c.Plan], c.Placed, c.Events)
}

func (s *Sandbox) putRecords(w *snapshot, served map[string]*Provider) error {
	for i := range w.Records {
		r := &w.Records[i]
		p := served[r.Provider]
		if p == nil {
			return fmt.Errorf("record %d is of %q, which is not among its providers", i, r.Provider)
		}
		value, err := read(p, p.Records, r.Kind, r.Value)
		if err != nil {
			return fmt.Errorf("record %d, %s: %w", i, r.ID, err)
		}
		tx := &Tx{sandbox: s, provider: p}
		tx.Put(r.Kind, string(r.ID), value)
		if tx.err != nil {
			return tx.err
		}
	}
	s.counters = map[tableKey]uint64{}
	for _, c := range w.Counters {
		if served[c.Provider] == nil {
			return fmt.Errorf("a counter is of %q, which is not among its providers", c.Provider)
		}
		s.counters[tableKey{served[c.Provider], c.Kind}] = c.Next
	}
	return nil
}

// read reads a value as the type that its provider declares for a kind.
func read(p *Provider, of map[string]any, kind string, value opaque) (any, error) {
	prototype, known := of[kind]
	if !known {
		return nil, fmt.Errorf("%s keeps nothing of the kind %q", p.Spec.Name, kind)
	}
	return value.as(prototype)
}
