package mocks_test

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// crowdSize is how many sandboxes there are at once; crowdBusy, how many of
// them ask for something at the same moment.
const (
	crowdSize   = 1000
	crowdBusy   = 4
	crowdRounds = 3 // of three things each, in each life
)

// A crowd is lives that share one fake, each in a sandbox of its own.
type crowd struct {
	fake    *engine.Fake
	control http.Handler
	specs   []*specs.Provider
	book    *specs.PhoneBook
	busy    chan struct{}

	mu      sync.RWMutex
	members map[string]*member
}

// A member is a life in a crowd. Its pages are remembered by their hashes: of
// the whole crowd they would be too many.
type member struct {
	*life
	crowd    *crowd
	specs    []*specs.Provider
	seen     uint64   // the latest entry of the journal
	strange  []string // ids of another sandbox
	pages    []uint64
	want     []uint64 // what it saw alone; nil: it is alone
	differs  int      // the first page that is not as it was alone, from 1; 0: none
	whole    []string // the pages themselves, where they are wanted
	keep     bool
	callback int
	listener *listener // nil: it does not listen to what happens
}

func newCrowd(t *testing.T) *crowd {
	c := &crowd{members: map[string]*member{}, busy: make(chan struct{}, crowdBusy)}
	var err error
	c.fake, err = mocks.NewFake(mocks.Options{Seed: 7, Clock: engine.Mode{Kind: engine.Frozen}, Transport: c})
	require.NoError(t, err)
	c.control, err = c.fake.Control(engine.Control{})
	require.NoError(t, err)
	c.book, err = specs.LoadPhoneBook()
	require.NoError(t, err)
	for _, name := range mocks.Names() {
		p, _ := c.fake.Provider(name)
		c.specs = append(c.specs, p.Spec)
	}
	return c
}

// RoundTrip is what all receivers do: each is one sandbox's, by its path. Every
// third of them is the capture address.
func (c *crowd) RoundTrip(r *http.Request) (*http.Response, error) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	c.mu.RLock()
	m := c.members[name]
	c.mu.RUnlock()
	if m == nil {
		return nil, fmt.Errorf("nobody listens at %s", r.URL)
	}
	if r.URL.Port() != "9002" {
		return m.life.RoundTrip(r)
	}
	to := r.Clone(r.Context())
	to.URL.Path = "/inbox" + r.URL.Path
	to.RemoteAddr = "127.0.0.1:9"
	w := httptest.NewRecorder()
	c.control.ServeHTTP(w, to)
	return w.Result(), nil
}

// join makes the sandbox of a member, with a clock, faults, an account's
// callback address and a number of its own.
func (c *crowd) join(t *testing.T, n int) *member {
	dice := rand.New(rand.NewPCG(uint64(n), 3))
	m := &member{crowd: c, life: &life{
		t: t, fake: c.fake, control: c.control, book: c.book, name: fmt.Sprintf("world-%d", n), byKey: n%2 == 0, dice: dice, tokens: map[string]string{},
	}}
	m.under = m.name + "/"
	m.specs = []*specs.Provider{c.specs[n%5], c.specs[(n+1+n/5%4)%5]}
	m.spec = m.specs[0]
	c.mu.Lock()
	c.members[m.name] = m
	c.mu.Unlock()
	m.tell("PUT", "", map[string]any{"seed": n % 7, "clock": map[string]any{"mode": "frozen", "now": time.Date(2026, 2, 1+n%28, n%24, n%60, 0, n%1000, time.UTC)}})
	for _, m.spec = range m.specs {
		m.tell("POST", "/faults", m.trouble())
		m.tell("PUT", "/callbacks/"+m.spec.Name, map[string]any{"url": fmt.Sprintf("http://localhost:%d/%sall", 9000+n%3, m.under)})
	}
	m.tell("PUT", fmt.Sprintf("/numbers/9198%08d", 100000+dice.IntN(1000)), map[string]any{"persona": "busy"})
	return m
}

func (m *member) tell(method, path string, body any) {
	m.ask(m.control, method, "/sandboxes/"+m.name+path, body)
}

// trouble is a few faults of the member's own.
func (m *member) trouble() []map[string]any {
	operations := slices.DeleteFunc(slices.Clone(m.spec.Operations()), func(op *specs.Operation) bool { return len(op.Security) == 0 }) // who signs in needs the token
	operation := pick(m.life, operations).ID
	list := []map[string]any{
		{"on": map[string]any{"operation": operation, "nth": 1 + m.dice.IntN(3)}, "do": map[string]any{"status": 503, "headers": map[string]any{"Of": m.name}}},
		{"on": map[string]any{"stage": "ring", "chance": 0.3}, "do": map[string]any{"delay": "9s"}},
	}
	if events := m.spec.Events(); len(events) > 0 {
		list = append(list, map[string]any{
			"on": map[string]any{"event": pick(m.life, events).Name, "chance": 0.5}, "do": map[string]any{"deliver": pick(m.life, []string{"twice", "again", "last", "never"})},
		})
	}
	return list
}

// turn lets a member do something when it is its turn, and compares what it
// wrote down.
func (m *member) turn(do func()) {
	m.crowd.busy <- struct{}{}
	defer func() { <-m.crowd.busy }()
	do()
	for _, page := range m.life.pages {
		if strings.HasPrefix(page, "callback ") {
			m.callback++
		}
		i := len(m.pages)
		m.pages = append(m.pages, maphash.String(crowdHash, page))
		if m.want != nil && m.differs == 0 && (i >= len(m.want) || m.want[i] != m.pages[i]) {
			m.differs, m.whole = i+1, []string{page}
		}
		if m.keep {
			m.whole = append(m.whole, page)
		}
	}
	m.life.pages = nil
}

var crowdHash = maphash.MakeSeed()

// live is all that a member does. It asks for what is another's once that is
// known to be there.
func (m *member) live(known <-chan struct{}) {
	for range crowdRounds {
		m.turn(func() {
			m.spec = pick(m.life, m.specs)
			m.life.live(3)
		})
		m.turn(m.readJournal)
	}
	m.turn(func() { m.tell("POST", "/clock/advance", map[string]any{"by": "10m"}) })
	for _, part := range []string{"/calls", "/deliveries", "/inbox", "/faults", "/clock"} {
		m.turn(func() { m.tell("GET", part, nil) })
	}
	m.turn(m.readJournal)
	if len(m.strange) > 0 {
		<-known
	}
	for _, id := range m.strange {
		m.turn(func() { m.probe(id) })
	}
	if m.listener != nil {
		m.turn(m.readEvents)
	}
}

// probe asks for what is another sandbox's, by its id.
func (m *member) probe(id string) {
	m.tell("GET", "/calls/"+url.PathEscape(id), nil)
	told := m.journal("call=" + url.QueryEscape(id))
	m.note("journal of %s: %d", id, len(told.Entries))
	for _, near := range told.Near {
		m.note("near %s %v", unnumbered(near.Entry), near.Why)
	}
	for _, m.spec = range m.specs {
		for _, op := range m.spec.Operations() {
			if op.Method == http.MethodGet && strings.Contains(op.Path, "{") && len(op.Security) > 0 {
				m.provider("main", op.Method, parameter.ReplaceAllLiteralString(op.Path, url.PathEscape(id)), nil)
			}
		}
	}
}

// readJournal writes down what has come to the journal since it was read last.
func (m *member) readJournal() {
	told := m.journal(fmt.Sprint("since=", m.seen))
	var pages []string
	for _, e := range told.Entries {
		seq := uint64(e["seq"].(float64))
		assert.Greater(m.t, seq, m.seen)
		m.seen = seq
		pages = append(pages, "journal "+unnumbered(e))
	}
	slices.Sort(pages) // what was sent at once has come in no order
	m.life.pages = append(m.life.pages, pages...)
}

type journalPage struct {
	Entries []map[string]any
	Near    []struct {
		Entry map[string]any
		Why   []string
	}
}

func (m *member) journal(query string) (told journalPage) {
	r := httptest.NewRequest("GET", "/sandboxes/"+m.name+"/journal?"+query, nil)
	r.Host = "localhost"
	w := httptest.NewRecorder()
	m.control.ServeHTTP(w, r)
	assert.NoError(m.t, json.Unmarshal(w.Body.Bytes(), &told), "%s", w.Body)
	return told
}

// unnumbered is an entry without its number, which counts in the whole process.
func unnumbered(entry map[string]any) string {
	delete(entry, "seq")
	text, _ := json.Marshal(entry)
	return string(text)
}

// hermit is a member that has lived alone in this fake.
func (c *crowd) hermit(t *testing.T, n int, strange []string, keep bool) *member {
	m := c.join(t, n)
	m.strange, m.keep = strange, keep
	known := make(chan struct{})
	close(known)
	m.begin(n)
	m.live(known)
	assert.Len(t, c.fake.Sandboxes().List(), 2)
	assert.NoError(t, c.fake.Sandboxes().Delete(m.name))
	return m
}

// begin lets a few listen to what happens.
func (m *member) begin(n int) {
	if n%(crowdSize/5) == 1 {
		m.listen()
	}
}

// Each sandbox of a crowd sees what it sees alone, to the byte: its replies,
// callbacks, calls, deliveries, journal, inbox, faults, clock and events. Every
// second one asks for what is its neighbour's.
func TestAThousandSandboxesSeeNothingOfEachOther(t *testing.T) {
	t.Parallel()
	began := time.Now()
	want := make([]*member, crowdSize)
	cells := make(chan *crowd, crowdBusy)
	for range crowdBusy {
		cells <- newCrowd(t)
	}
	inPairs(func(n int) {
		var strange []string
		if n%2 == 1 {
			strange = want[n-1].ids[:min(3, len(want[n-1].ids))]
		}
		cell := <-cells
		defer func() { cells <- cell }()
		want[n] = cell.hermit(t, n, strange, false)
	})
	if t.Failed() {
		return
	}
	all := newCrowd(t)
	members := make([]*member, crowdSize)
	inPairs(func(n int) {
		members[n] = all.join(t, n)
		members[n].want, members[n].strange = want[n].pages, want[n].strange
		members[n].begin(n)
	})
	require.Len(t, all.fake.Sandboxes().List(), crowdSize+1)
	t.Logf("alone by %s", time.Since(began).Round(time.Second))
	var running sync.WaitGroup
	gone := make([]chan struct{}, crowdSize)
	for n := range gone {
		gone[n] = make(chan struct{})
	}
	for n, m := range members {
		running.Go(func() {
			defer close(gone[n])
			m.live(gone[n&^1])
		})
	}
	running.Wait()
	pages, callbacks := 0, 0
	for n, m := range members {
		pages, callbacks = pages+len(m.pages), callbacks+m.callback
		if m.differs > 0 || len(m.pages) != len(m.want) {
			again := newCrowd(t).hermit(t, n, m.strange, true)
			require.Equal(t, again.whole[max(0, m.differs-1)], m.whole[0], "%s: page %d of %d, alone %d", m.name, m.differs, len(m.pages), len(m.want))
			require.Equal(t, len(m.want), len(m.pages), m.name)
		}
	}
	t.Logf("%d pages of %d sandboxes, %d callbacks", pages, len(members), callbacks)
	assert.Greater(t, callbacks, crowdSize/2)
}

// inPairs does something for all members: for the first of each pair before the
// second, and for some pairs at a time.
func inPairs(do func(n int)) {
	var running sync.WaitGroup
	some := make(chan struct{}, crowdBusy)
	for n := 0; n < crowdSize; n += 2 {
		some <- struct{}{}
		running.Go(func() {
			defer func() { <-some }()
			do(n)
			do(n + 1)
		})
	}
	running.Wait()
}
