package engine

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/brianvoe/gofakeit/v6"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// acme is a provider that tells each address of an order, which are parted by
// spaces, of every event of a call.
func acme(policy Policy) Provider {
	return Provider{
		Spec:         acmeSpec(),
		Names:        func(*Request) Naming { return Naming{} },
		Authenticate: func(*Request) (string, error) { return "main", nil },
		Fail:         func(f *Failure) Reply { return Reply{Status: 500, Body: f.Error()} },
		Records:      map[string]any{"webhook": ""},
		Callbacks: Callbacks{
			Policy: policy,
			Render: func(m *Moment) []Callback {
				var owed []Callback
				for _, url := range strings.Fields(m.Subject.Order.Callback) {
					owed = append(owed, Callback{Event: m.Event.Kind.String(), URL: url, Body: told{
						ID: m.Subject.ID, Event: m.Event.Kind.String(), At: m.Now, Phase: m.Subject.State(m.Now).Phase.String(),
					}})
				}
				return owed
			},
		},
	}
}

// acmeSpec has a document without operations; that callbacks fit one is tested
// elsewhere.
func acmeSpec() *specs.Provider {
	spec, err := specs.LoadFrom(fstest.MapFS{
		"acme/openapi.yaml": {Data: []byte("openapi: 3.0.3\ninfo: {title: Acme, version: '1'}\npaths: {}\ncomponents: {schemas: {Any: {type: object}}}\n")},
		"acme/claims.yaml": {Data: []byte("provider: acme\ntitle: Acme\nprefix: ACM\nbase_url: https://acme.example\n" +
			"sources: {}\noperations: {}\nevents: []\nclaims: []\n")},
		"acme/world.yaml": {Data: []byte("accounts: {main: {api_key: KEY}}\n")},
	}, "acme")
	if err != nil {
		panic(err)
	}
	return spec
}

// told is the body of acme's callbacks.
type told struct {
	ID    string    `json:"id"`
	Event string    `json:"event"`
	At    time.Time `json:"at"`
	Phase string    `json:"phase"`
}

var single = Policy{Attempts: 1, Timeout: 10 * time.Second}

// transport answers callbacks without a network.
type transport func(*http.Request, []byte) (status int, header http.Header, err error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	status, header, err := f(r, body)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

// arrival is one request as a receiver saw it.
type arrival struct {
	At   time.Duration // since the sandbox began
	URL  string
	Body string
}

// recorder answers by a function, with 200 without one, and remembers what came.
type recorder struct {
	box    *Sandbox
	answer func(url string, body []byte) (int, http.Header)

	mu   sync.Mutex
	came []arrival
}

func (r *recorder) receive(q *http.Request, body []byte) (int, http.Header, error) {
	r.mu.Lock()
	r.came = append(r.came, arrival{r.box.Now().Sub(r.box.Began()), q.URL.String(), string(body)})
	r.mu.Unlock()
	if r.answer == nil {
		return 200, nil, nil
	}
	status, header := r.answer(q.URL.String(), body)
	return status, header, nil
}

func (r *recorder) arrivals() []arrival {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]arrival(nil), r.came...)
}

// events are the words of what came to an address, with the second at which it did.
func (r *recorder) events(url string) []string {
	var list []string
	for _, a := range r.arrivals() {
		if a.URL == url {
			list = append(list, fmt.Sprintf("%s@%g", eventOf(a.Body), a.At.Seconds()))
		}
	}
	return list
}

func eventOf(body string) string {
	_, rest, _ := strings.Cut(body, `"event":"`)
	word, _, _ := strings.Cut(rest, `"`)
	return word
}

func frozen() Mode { return Mode{Kind: Frozen} }

// newFake makes a Fake of one provider whose callbacks go to a transport.
func newFake(t testing.TB, p Provider, mode Mode, send http.RoundTripper) *Fake {
	t.Helper()
	f, err := New(Options{Providers: []Provider{p}, Seed: 7, Clock: mode, Transport: send})
	require.NoError(t, err)
	t.Cleanup(f.close)
	f.courier.fit = func(*Provider, string, []byte) string { return "" }
	return f
}

// newBox is the default sandbox of a new Fake whose callbacks come to a recorder.
func newBox(t testing.TB, policy Policy, mode Mode) (*Sandbox, *Provider, *recorder) {
	t.Helper()
	r := &recorder{}
	f := newFake(t, acme(policy), mode, transport(r.receive))
	r.box = f.sandboxes.home()
	return r.box, f.providers[0], r
}

func callID(f *gofakeit.Faker) string {
	return "call_" + Letters(f, "abcdefghijklmnopqrstuvwxyz0123456789", 16)
}

// placing is a call that tells these addresses.
func placing(addresses ...string) Placing {
	return Placing{
		Kind:  "call",
		ID:    callID,
		Order: &Order{Account: "main", To: "919810012345", Callback: strings.Join(addresses, " ")},
		Plan:  call.Plan{Recording: true, Transcript: true},
	}
}

// order places one subject.
func order(t testing.TB, s *Sandbox, p *Provider, what Placing) Subject {
	t.Helper()
	var placed Subject
	require.NoError(t, s.Do(p, func(tx *Tx) error {
		placed = tx.Place(what)
		return nil
	}))
	return placed
}

func advance(t testing.TB, s *Sandbox, a Advance) Advanced {
	t.Helper()
	done, err := s.Advance(context.Background(), a)
	require.NoError(t, err)
	return done
}
