package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

// movers are two fakes that stand before a client as one: before each request
// the world that it is for is written down in one of them, and restored in the
// other under another name.
type movers struct {
	t         *testing.T
	fakes     [2]*engine.Fake
	providers [2]http.Handler
	controls  [2]http.Handler

	mu     sync.Mutex
	worlds map[string]*moving
	moves  int
}

// enough moves of one world: a scenario that sends a thousand requests shows no
// more by the later ones.
const enough = 100

// moving is a world by the name that the client knows it by.
type moving struct {
	mu   sync.Mutex
	at   int // the fake that has it
	name string
	hops int
}

func newMovers(t *testing.T, provider string) (m *movers, base, control string) {
	m = &movers{t: t, worlds: map[string]*moving{}}
	where := &engine.Addresses{Providers: map[string]string{}}
	serve := func(h http.HandlerFunc) string {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		return server.URL
	}
	base, control = serve(m.provider), serve(m.control)
	where.Providers[provider], where.Control = base, control
	for i := range m.fakes {
		fake, err := mocks.New(mocks.Options{Seed: uint64(i + 1), Clock: engine.Mode{Kind: engine.Frozen}, Strict: true}, provider)
		require.NoError(t, err)
		m.fakes[i], m.providers[i] = fake, fake.Handler(provider)
		m.controls[i], err = fake.Control(engine.Control{Ready: func() *engine.Addresses { return where }})
		require.NoError(t, err)
	}
	return m, base, control
}

func (m *movers) world(name string) *moving {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.worlds[name]
	if w == nil {
		w = &moving{name: name}
		m.worlds[name] = w
	}
	return w
}

// move carries a world to the other fake, if there is one of the name.
func (m *movers) move(w *moving, as string) {
	from, to := m.fakes[w.at], m.fakes[1-w.at]
	box, found := from.Sandboxes().Get(w.name)
	if !found || w.hops == enough {
		return
	}
	text, err := box.Snapshot(m.t.Context())
	if !assert.NoError(m.t, err) {
		return
	}
	w.hops++
	next := fmt.Sprintf("%s-%d", as[:min(len(as), 30)], w.hops)
	created, err := to.Sandboxes().Restore(next, text)
	assert.NoError(m.t, err)
	assert.True(m.t, created)
	assert.NoError(m.t, from.Sandboxes().Delete(w.name))
	again, _ := to.Sandboxes().Get(next)
	same, err := again.Snapshot(m.t.Context())
	assert.NoError(m.t, err)
	assert.Equal(m.t, string(text), string(same))
	w.at, w.name = 1-w.at, next
	m.mu.Lock()
	m.moves++
	m.mu.Unlock()
}

func (m *movers) provider(w http.ResponseWriter, r *http.Request) {
	name := r.Header.Get(engine.SandboxHeader)
	if !engine.ValidName(name) {
		m.providers[0].ServeHTTP(w, r)
		return
	}
	box := m.world(name)
	box.mu.Lock()
	defer box.mu.Unlock()
	m.move(box, name)
	r.Header.Set(engine.SandboxHeader, box.name)
	m.providers[box.at].ServeHTTP(w, r)
}

func (m *movers) control(w http.ResponseWriter, r *http.Request) {
	rest, ok := strings.CutPrefix(r.URL.Path, "/sandboxes/")
	if !ok {
		m.controls[0].ServeHTTP(w, r)
		return
	}
	name, rest, _ := strings.Cut(rest, "/")
	box := m.world(name)
	box.mu.Lock()
	defer box.mu.Unlock()
	if rest != "" {
		m.move(box, name)
	}
	r.URL.Path = strings.TrimSuffix("/sandboxes/"+box.name+"/"+rest, "/")
	m.controls[box.at].ServeHTTP(w, r)
}

// A world that is written down and restored elsewhere, under another name,
// before every single request, is told from one that stays by no scenario.
func TestEveryScenarioHoldsInAWorldThatMovesBeforeEachRequest(t *testing.T) {
	for _, name := range mocks.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, base, control := newMovers(t, name)
			spec, err := specs.Load(name)
			require.NoError(t, err)
			book, err := specs.LoadPhoneBook()
			require.NoError(t, err)
			list, err := scenariosOf(spec)
			require.NoError(t, err)
			result, err := conformance.Run(t.Context(), conformance.Config{
				Provider: spec, Scenarios: list, Files: scenarios.Files, Target: target.BuiltIn(spec, book, base, control),
			})
			require.NoError(t, err)
			for _, sc := range result.Scenarios {
				assert.Equal(t, conformance.Pass, sc.Verdict, "%s: %s %+v", sc.Address, sc.Reason, sc.Failures)
			}
			assert.Greater(t, m.moves, 5*len(list))
			t.Logf("%d scenarios, %d moves", len(list), m.moves)
		})
	}
}
