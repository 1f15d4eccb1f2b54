package grade

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gorilla/mux"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
)

// worker plays one scenario after another, each through a proxy of its own.
type worker struct {
	suite   *Suite
	router  *mux.Router
	session *conformance.Session
	url     string       // of the inbox
	inbox   http.Handler // of the session
	current atomic.Pointer[Proxy]
	plays   int
}

// hire makes workers, who know what a run must know and judge as strictly as told.
func hire(ctx context.Context, s *Suite, strict bool) (workers []*worker, err error) {
	router := newRouter(s.Provider)
	first := 42000
	if strict {
		first = 43000
	}
	for i := range cmp.Or(max(s.Jobs, 0), 2*runtime.GOMAXPROCS(0)) {
		w := &worker{suite: s, router: router, url: fmt.Sprintf("http://127.0.0.1:%d", first+i)}
		w.current.Store(w.proxy(nil))
		led := *s.Target
		led.Inbox.URL = w.url
		w.session, err = conformance.Open(ctx, conformance.Config{
			Provider: s.Provider, Scenarios: s.Scenarios, Files: s.Files, Target: &led, Strict: strict, Transport: w,
			Carry: func(h http.Handler) { w.inbox = h },
		})
		if err != nil {
			return nil, err
		}
		s.World.Callbacks.inboxes.Store(strings.TrimPrefix(w.url, "http://"), http.Handler(w))
		workers = append(workers, w)
	}
	return workers, nil
}

func (w *worker) proxy(f *Tampering) *Proxy {
	w.plays++
	return &Proxy{
		Spec: w.suite.Provider, tampering: f, world: w.suite.World, router: w.router,
		inboxURL: fmt.Sprintf("%s/%d", w.url, w.plays), inbox: w.inbox, memory: map[string]any{},
	}
}

// play plays a scenario, and tells whether the tampering came to do anything.
func (w *worker) play(ctx context.Context, f *Tampering, sc *scenario.Scenario) (*conformance.Play, bool) {
	p := w.proxy(f)
	w.current.Store(p)
	return w.session.Play(ctx, sc, p.inboxURL), p.applied.Load() > 0
}

// watch plays a scenario without any tampering, and takes note of what passes.
func (w *worker) watch(ctx context.Context, sc *scenario.Scenario) (*conformance.Play, []sight) {
	var mu sync.Mutex
	var sights []sight
	p := w.proxy(nil)
	p.see = func(s sight) {
		mu.Lock()
		defer mu.Unlock()
		sights = append(sights, s)
	}
	w.current.Store(p)
	play := w.session.Play(ctx, sc, p.inboxURL)
	mu.Lock()
	defer mu.Unlock()
	return play, sights
}

// RoundTrip sends what the session sends through the proxy of its play.
func (w *worker) RoundTrip(r *http.Request) (*http.Response, error) {
	return w.current.Load().RoundTrip(r)
}

// ServeHTTP hands a callback to the proxy of the play that it is for. A straggler of an earlier one is accepted, and
// disturbs nobody.
func (w *worker) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	p := w.current.Load()
	path, ok := strings.CutPrefix(r.URL.Path, strings.TrimPrefix(p.inboxURL, w.url))
	if !ok || !strings.HasPrefix(path, "/") {
		return
	}
	r.URL.Path = path
	p.ServeHTTP(out, r)
}

// share lets the workers do something with each of a list, side by side.
func share[T any](ctx context.Context, workers []*worker, list []T, do func(w *worker, i int, one T)) error {
	var next atomic.Int64
	var all sync.WaitGroup
	for _, w := range workers {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(list) || ctx.Err() != nil {
					return
				}
				do(w, i, list[i])
			}
		})
	}
	all.Wait()
	return ctx.Err()
}
