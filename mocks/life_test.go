package mocks_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// A life is a world and a client that does as its dice say, and writes down all
// that it is told. Two equal worlds with equal dice give equal pages.
type life struct {
	t       *testing.T
	spec    *specs.Provider
	fake    *engine.Fake
	control http.Handler
	name    string // of the sandbox
	book    *specs.PhoneBook

	byKey bool   // its credentials say which sandbox it is in; else the header does
	under string // before the paths of its receivers

	dice   *rand.Rand
	tokens map[string]string // by provider and account
	ids    []string
	files  []string // addresses of recordings
	pages  []string

	mu   sync.Mutex
	came []string // to receivers, since the last page
}

// newLife makes a fake of its own. Receivers answer by what they are sent, and
// when: some fail, some take too long.
func newLife(t *testing.T, provider, name string, seed uint64, o mocks.Options) *life {
	l := &life{t: t, name: name, dice: rand.New(rand.NewPCG(seed, 1)), tokens: map[string]string{}}
	o.Clock, o.Strict, o.Transport = engine.Mode{Kind: engine.Frozen}, true, l
	fake, err := mocks.New(o, provider)
	require.NoError(t, err)
	l.fake = fake
	p, _ := fake.Provider(provider)
	l.spec = p.Spec
	l.control, err = fake.Control(engine.Control{})
	require.NoError(t, err)
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	l.book = book
	return l
}

func (l *life) box() *engine.Sandbox {
	box, found := l.fake.Sandboxes().Get(l.name)
	require.True(l.t, found)
	return box
}

// RoundTrip is what all receivers do.
func (l *life) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	now := l.box().Now()
	l.mu.Lock()
	l.came = append(l.came, fmt.Sprintf("callback %s %s %v %s", now, r.URL, r.Header, body))
	l.mu.Unlock()
	hash := fnv.New64a()
	fmt.Fprint(hash, r.URL, string(body), now.UnixNano())
	answer := &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}
	switch hash.Sum64() % 5 {
	case 0, 1:
		answer.StatusCode = 503
	case 2:
		answer.Header.Set(engine.TookHeader, "13s")
	}
	return answer, nil
}

func (l *life) note(format string, args ...any) {
	l.pages = append(l.pages, fmt.Sprintf(format, args...))
}

// settle lets what is under way arrive. Outside an advance several callbacks are
// sent at once, in no order.
func (l *life) settle() {
	if box, found := l.fake.Sandboxes().Get(l.name); found {
		_, err := box.Advance(l.t.Context(), engine.Advance{By: time.Nanosecond})
		require.NoError(l.t, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	slices.Sort(l.came)
	l.pages, l.came = append(l.pages, l.came...), nil
}

// ask sends one request, and remembers what the reply leads to.
func (l *life) ask(h http.Handler, method, path string, body any, header ...string) any {
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(l.t, err)
		sent = bytes.NewReader(text)
	}
	r := httptest.NewRequest(method, path, sent)
	r.Host = "localhost"
	r.Header.Set("Content-Type", "application/json")
	if !l.byKey {
		r.Header.Set(engine.SandboxHeader, l.name)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	l.settle()
	l.note("%s %s -> %d %v %s", method, strings.ReplaceAll(path, "/sandboxes/"+l.name+"/", "/sandboxes/it/"), w.Code, w.Header(), w.Body)
	var reply any
	_ = json.Unmarshal(w.Body.Bytes(), &reply)
	return reply
}

func (l *life) provider(account, method, path string, body any, header ...string) {
	if token := l.token(account); token != "" {
		header = append(header, "Authorization", "Bearer "+token, "X-API-Key", token)
	}
	reply := l.ask(l.fake.Handler(l.spec.Name), method, path, body, header...)
	var ids []string
	collect(reply, &ids)
	l.addresses(reply)
	for _, id := range ids {
		if !slices.Contains(l.ids, id) {
			l.ids = append(l.ids, id)
		}
	}
	slices.Sort(l.ids)
}

func (l *life) addresses(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			l.addresses(v[name])
		}
	case []any:
		for _, item := range v {
			l.addresses(item)
		}
	case string:
		if path, ok := strings.CutPrefix(v, "http://localhost/"); ok && len(l.files) < 20 && !slices.Contains(l.files, path) {
			l.files = append(l.files, path)
		}
	}
}

func (l *life) token(account string) string {
	key := l.spec.Name + " " + account
	if token, ok := l.tokens[key]; ok {
		return token
	}
	of, _ := l.spec.World.Account(account)
	l.tokens[key] = l.selecting("api_key", of.Fields["api_key"])
	for _, op := range l.spec.Operations() {
		for _, scheme := range op.Security {
			if scheme.SignIn == nil || l.tokens[key] != "" {
				continue
			}
			in, _ := l.spec.Operation(scheme.SignIn.Operation)
			body := map[string]any{}
			for member, field := range scheme.SignIn.With {
				body[member] = l.selecting(field, of.Fields[field])
			}
			reply := l.ask(l.fake.Handler(l.spec.Name), in.Method, in.Path, body)
			for part := range strings.SplitSeq(strings.Trim(scheme.SignIn.Token, "/"), "/") {
				object, _ := reply.(map[string]any)
				reply = object[part]
			}
			l.tokens[key], _ = reply.(string)
			require.NotEmpty(l.t, l.tokens[key])
		}
	}
	return l.tokens[key]
}

// selecting is a credential that says which sandbox it is for, where that is
// how this life is in its own.
func (l *life) selecting(field, credential string) string {
	local, domain, _ := strings.Cut(credential, "@")
	switch {
	case !l.byKey || credential == "":
	case field == "email":
		return local + "+" + l.name + "@" + domain
	case field == "api_key":
		return credential + "+" + l.name
	}
	return credential
}

func pick[T any](l *life, of []T) (one T) {
	if len(of) == 0 {
		return one
	}
	return of[l.dice.IntN(len(of))]
}

var phone = regexp.MustCompile(`^\+?[0-9]{11,13}$`)

// varied is an example of the document with numbers of other personas, and
// addresses of ours.
func (l *life) varied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		made := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			made[name] = l.varied(v[name])
		}
		return made
	case []any:
		made := make([]any, len(v))
		for i := range v {
			made[i] = l.varied(v[i])
		}
		return made
	case string:
		switch {
		case phone.MatchString(v) && l.dice.IntN(3) > 0:
			code := pick(l, l.book.Personas).Code
			if code == "" {
				code = fmt.Sprintf("%06d", 100000+l.dice.IntN(1000))
			}
			return v[:len(v)-6] + code
		case strings.HasPrefix(v, "http"):
			return fmt.Sprintf("http://localhost:%d/%s%s", 9000+l.dice.IntN(3), l.under, pick(l, []string{"a", "b", "call-001401.wav"}))
		}
	}
	return v
}

// live lets so many things happen.
func (l *life) live(things int) {
	operations := slices.Clone(l.spec.Operations())
	var accounts []string
	for _, a := range l.spec.World.Accounts {
		if state := a.Fields["state"]; state == "" || state == "limited" {
			accounts = append(accounts, a.Name)
		}
	}
	slices.Sort(accounts)
	tell := func(method, path string, body any) { l.ask(l.control, method, "/sandboxes/"+l.name+path, body) }
	for range things {
		account := "main"
		if l.dice.IntN(5) == 0 {
			account = pick(l, accounts)
		}
		switch l.dice.IntN(16) {
		case 0:
			tell("POST", "/clock/advance", map[string]any{"by": fmt.Sprintf("%ds", 1+l.dice.IntN(90))})
		case 1:
			tell("POST", "/clock/advance", map[string]any{"to": "next"})
		case 2:
			tell("POST", "/calls/"+url.PathEscape(pick(l, l.ids))+"/end", map[string]any{"as": pick(l, []string{"completed", "busy", "failed"})})
		case 3:
			tell("PUT", "/callbacks/"+l.spec.Name+"?account="+account, map[string]any{"url": fmt.Sprintf("http://localhost:%d/%saccount", 9000+l.dice.IntN(3), l.under)})
		case 4:
			tell("PUT", fmt.Sprintf("/numbers/9198%08d", 100000+l.dice.IntN(1000)), map[string]any{"persona": pick(l, []string{"busy", "answers"}), "talks_for": "7s"})
		case 5:
			tell("POST", fmt.Sprintf("/deliveries/d%d/replay", 1+l.dice.IntN(40)), nil)
		case 6:
			tell("GET", pick(l, []string{"/deliveries", "/calls", "/faults", "/clock"}), nil)
		case 7:
			if file := pick(l, l.files); file != "" {
				l.ask(l.fake.Handler(l.spec.Name), "GET", "/"+file, nil, "Range", "bytes=40-99")
			}
		default:
			op := pick(l, operations)
			path := parameter.ReplaceAllStringFunc(op.Path, func(string) string { return url.PathEscape(pick(l, l.ids)) })
			var body any
			if example, ok := bodyExample(op); ok {
				body = l.varied(example)
			}
			l.provider(account, op.Method, path, body, "Idempotency-Key", fmt.Sprintf("key %d", l.dice.IntN(1+len(l.ids))))
		}
	}
}

// arrange plants faults that are half used up by the time of a snapshot.
func (l *life) arrange() {
	var list []map[string]any
	for _, op := range l.spec.Operations() {
		list = append(list,
			map[string]any{"on": map[string]any{"operation": op.ID, "nth": 9}, "do": map[string]any{"status": 503}},
			map[string]any{"on": map[string]any{"operation": op.ID, "chance": 0.05, "times": 9}, "do": map[string]any{"status": 429, "retry_after": 7}})
	}
	for _, stage := range []string{"queue", "ring", "answer"} {
		list = append(list, map[string]any{"on": map[string]any{"stage": stage, "chance": 0.2}, "do": map[string]any{"delay": "9s"}})
	}
	for _, event := range l.spec.Events() {
		for _, deliver := range []string{"twice", "again", "last", "never"} {
			list = append(list, map[string]any{"on": map[string]any{"event": event.Name, "chance": 0.1}, "do": map[string]any{"deliver": deliver}})
		}
		list = append(list, map[string]any{"on": map[string]any{"event": event.Name, "attempt": 2, "chance": 0.2}, "do": map[string]any{"delay": "5s"}})
	}
	l.ask(l.control, "PUT", "/sandboxes/"+l.name+"/faults", list)
	require.Contains(l.t, l.pages[len(l.pages)-1], "-> 200")
}
