package engine

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

func TestASandboxIsAWorldOfItsOwn(t *testing.T) {
	f := newFake(t, acme(single), frozen(), nil)
	created, err := f.sandboxes.Make("t42", Setup{Clock: &Mode{Kind: Frozen, At: frozenAt.Add(time.Hour)}})
	require.NoError(t, err)
	assert.True(t, created)
	created, err = f.sandboxes.Make("t42", Setup{})
	require.NoError(t, err)
	assert.False(t, created)
	s, ok := f.sandboxes.Get("t42")
	require.True(t, ok)
	assert.Equal(t, frozenAt.Add(time.Hour), s.Now())
	advance(t, s, Advance{By: time.Minute})
	assert.Equal(t, frozenAt, f.sandboxes.home().Now())
	mine, theirs := order(t, s, f.providers[0], placing()), order(t, f.sandboxes.home(), f.providers[0], placing())
	assert.NotEqual(t, mine.ID, theirs.ID, "ids are unique across sandboxes")
	owner, ok := f.sandboxes.OwnerOf(f.providers[0], mine.ID)
	require.True(t, ok)
	assert.Same(t, s, owner)
	_, ok = f.sandboxes.OwnerOf(f.providers[0], "call_unknown")
	assert.False(t, ok)
}

func TestTheSameSeedAndNameMakeTheSameWorld(t *testing.T) {
	first := func(seed uint64, name string) string {
		f := newFake(t, acme(single), frozen(), nil)
		_, err := f.sandboxes.Make(name, Setup{Seed: &seed})
		require.NoError(t, err)
		s, _ := f.sandboxes.Get(name)
		return order(t, s, f.providers[0], placing()).ID
	}
	assert.Equal(t, first(1, "a"), first(1, "a"))
	assert.NotEqual(t, first(1, "a"), first(2, "a"))
	assert.NotEqual(t, first(1, "a"), first(1, "b"))
}

func TestADeletedSandboxComesBackAsAnotherIncarnation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		f := newFake(t, acme(thrice), Mode{}, transport(r.receive))
		s, err := f.sandboxes.open("t42")
		require.NoError(t, err)
		r.box = s
		order(t, s, f.providers[0], placing(hook))
		require.NoError(t, f.sandboxes.Delete("t42"))
		time.Sleep(time.Hour)
		assert.LessOrEqual(t, len(r.arrivals()), 1, "its clock has stopped")
		_, ok := f.sandboxes.Get("t42")
		assert.False(t, ok)
		assert.ErrorIs(t, f.sandboxes.Delete("t42"), ErrNoSandbox)
		again, err := f.sandboxes.open("t42")
		require.NoError(t, err)
		assert.Equal(t, 0, s.Origin().Life)
		assert.Equal(t, 1, again.Origin().Life)
		assert.Equal(t, s.Seed(), again.Seed())
		s.Pump()
		order(t, s, f.providers[0], placing(hook))
		time.Sleep(time.Hour)
		assert.LessOrEqual(t, len(r.arrivals()), 1, "who still holds it moves nothing")
	})
}

func TestTheDefaultSandboxAlwaysExists(t *testing.T) {
	f := newFake(t, acme(single), frozen(), nil)
	require.NoError(t, f.sandboxes.Delete(DefaultSandbox))
	assert.Equal(t, 1, f.sandboxes.home().Origin().Life)
}

func TestAResetEmptiesAWorldAndKeepsItsClockSeedAndIncarnation(t *testing.T) {
	provider := acme(single)
	provider.Seed = func(tx *Tx) error {
		what := placing()
		what.At = tx.Now().Add(-time.Hour)
		tx.Place(what)
		tx.Put("webhook", "1", "of the world")
		return nil
	}
	f := newFake(t, provider, frozen(), nil)
	s, p := f.sandboxes.home(), f.providers[0]
	furnished, _ := s.List(p, Query{Kind: "call", Limit: 10})
	require.Len(t, furnished, 1)
	order(t, s, p, placing())
	s.BindNumber("+91 98100-12345", call.Persona{Name: "busy", Cause: call.Busy})
	s.SetCallback("acme", "", hook)
	advance(t, s, Advance{By: time.Minute})
	now := s.Now()
	require.NoError(t, f.sandboxes.Reset(DefaultSandbox, ""))
	again, total := s.List(p, Query{Kind: "call", Limit: 10})
	assert.Equal(t, 1, total)
	assert.Equal(t, furnished[0].ID, again[0].ID)
	assert.Equal(t, now, s.Now())
	assert.Zero(t, s.Origin().Life)
	assert.Equal(t, "answers", s.Persona("919810012345").Name)
	assert.Empty(t, s.Callback("acme", "main"))
	assert.ErrorIs(t, f.sandboxes.Reset("nowhere", ""), ErrNoSandbox)
	assert.ErrorContains(t, f.sandboxes.Reset(DefaultSandbox, "everything"), "journal or faults")
}

func TestSandboxesThatNobodyUsesAreCollected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, acme(single), frozen(), transport((&recorder{}).receive))
		for _, name := range []string{"idle", "used", "running"} {
			_, err := f.sandboxes.open(name)
			require.NoError(t, err)
		}
		running, _ := f.sandboxes.Get("running")
		require.NoError(t, running.SetClock(Mode{Kind: Scaled, Factor: 0.001}, nil))
		order(t, running, f.providers[0], placing())
		time.Sleep(45 * time.Minute)
		f.sandboxes.Get("used")
		time.Sleep(45 * time.Minute)
		_, err := f.sandboxes.open("new")
		require.NoError(t, err)
		var names []string
		for _, s := range f.sandboxes.List() {
			names = append(names, s.Name())
		}
		assert.Equal(t, []string{"default", "new", "running", "used"}, names)
	})
}

func TestSandboxesThatNobodyUsesAreCollectedWhileOthersAreUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, acme(single), frozen(), nil)
		for _, name := range []string{"idle-1", "idle-2", "used"} {
			_, err := f.sandboxes.open(name)
			require.NoError(t, err)
			f.journal.add(&Entry{Sandbox: name})
		}
		used, _ := f.sandboxes.Get("used")
		time.Sleep(2 * time.Hour)
		used.touched()
		assert.Len(t, f.sandboxes.List(), 2)
		entries, _ := f.journal.since("idle-1", 0)
		assert.Empty(t, entries)
		entries, _ = f.journal.since("used", 0)
		assert.Len(t, entries, 1)
		kept, bytes, _ := f.journal.size()
		assert.Equal(t, []int{1, entries[0].cost()}, []int{kept, bytes})
	})
}

func TestSandboxesAreBounded(t *testing.T) {
	f := newFake(t, acme(single), frozen(), nil)
	for i := range mostSandboxes - 1 {
		_, err := f.sandboxes.Make(fmt.Sprint("n-", i), Setup{})
		require.NoError(t, err)
	}
	_, err := f.sandboxes.Make("one-more", Setup{})
	var failed *Failure
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, Full, failed.Kind)
	_, err = f.sandboxes.Make("No Name", Setup{})
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, BadSandbox, failed.Kind)
}

func TestParallelRequestsForOneSandboxMakeOne(t *testing.T) {
	f := newFake(t, acme(single), frozen(), nil)
	var wg sync.WaitGroup
	found := make([]*Sandbox, 16)
	for i := range found {
		wg.Go(func() { found[i], _ = f.sandboxes.open("t42") })
	}
	wg.Wait()
	for _, s := range found {
		assert.Same(t, found[0], s)
	}
}

func TestABoundNumberBehavesInItsOwnWay(t *testing.T) {
	busy := call.Persona{Name: "busy", Cause: call.Busy}
	f, err := New(Options{Providers: []Provider{acme(single)}, Clock: frozen(), Numbers: map[string]call.Persona{"+919876543210": busy},
		Book: call.NewBook([]call.Persona{{Name: "declined", Code: "000603", Cause: call.Declined}})})
	require.NoError(t, err)
	defer f.close()
	s := f.sandboxes.home()
	assert.Equal(t, "busy", s.Persona("919876543210").Name)
	assert.Equal(t, "declined", s.Persona("919876000603").Name)
	s.BindNumber("919876000603", busy)
	assert.Equal(t, "busy", s.Persona("+91 98760 00603").Name)
}

func TestAnAccountsCallbackAddressIsItsOwnElseTheProviders(t *testing.T) {
	f, err := New(Options{Providers: []Provider{acme(single)}, Clock: frozen(), Callbacks: map[string]string{"acme": "http://localhost/flag"}})
	require.NoError(t, err)
	defer f.close()
	s := f.sandboxes.home()
	assert.Equal(t, "http://localhost/flag", s.Callback("acme", "main"))
	s.SetCallback("acme", "", "http://localhost/all")
	s.SetCallback("acme", "main", "")
	assert.Equal(t, "http://localhost/all", s.Callback("acme", "other"))
	assert.Empty(t, s.Callback("acme", "main"), "it can be taken away")
}

func TestAProviderWithoutCodeForItsDocumentIsRefused(t *testing.T) {
	provider := acme(single)
	provider.Operations = map[string]Operation{"ghost": nil}
	provider.Fail = nil
	_, err := New(Options{Providers: []Provider{provider}})
	assert.ErrorContains(t, err, "operation ghost has code and does not stand in the document")
	assert.ErrorContains(t, err, "Fail is not set")
}

// What is known of who has which id is made anew once there is too much of it,
// and holds meanwhile.
func TestAnOwnerIsFoundAmongMoreIDsThanWereExpected(t *testing.T) {
	f := newFake(t, acme(single), frozen(), nil)
	p := f.providers[0]
	f.sandboxes.minted.now.Store(newFilter(8))
	owners := map[string]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			s, err := f.sandboxes.open(fmt.Sprint("n-", i))
			assert.NoError(t, err)
			for range 10 {
				id := order(t, s, p, placing()).ID
				owner, ok := f.sandboxes.OwnerOf(p, id)
				assert.True(t, ok && owner == s, id)
				mu.Lock()
				owners[id] = s.Name()
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Len(t, owners, 400)
	f.sandboxes.owners.forget()
	for id, name := range owners {
		owner, ok := f.sandboxes.OwnerOf(p, id)
		require.True(t, ok && owner.Name() == name, id)
	}
	unknown := 0
	for i := range 1000 {
		if f.sandboxes.minted.has(fmt.Sprint("nobody's-", i)) {
			unknown++
		}
	}
	assert.Less(t, unknown, 50, "most of what nobody has is known to be nobody's")
	assert.EqualValues(t, fewestIDs, f.sandboxes.minted.now.Load().bound, "it was made anew")
}
