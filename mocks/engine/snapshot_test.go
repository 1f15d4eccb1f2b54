package engine

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/inbox"
	"github.com/ringer-mock/ringer/mocks/call"
)

func writtenDown(t testing.TB, s *Sandbox) string {
	t.Helper()
	text, err := s.Snapshot(t.Context())
	require.NoError(t, err)
	return string(text)
}

// A field that a world gains makes this test fail, until a snapshot writes it
// down, or it stands here as what a snapshot can do without.
func TestASnapshotKnowsEveryFieldOfAWorld(t *testing.T) {
	for _, known := range []struct {
		of      any
		written string
		without string // since it follows from the rest, or is no part of a world
	}{
		{Sandbox{}, "clock born numbers desk exchange outbox unrest", "name incarnation fake used touches mu driver life end"},
		{birth{}, "origin seed began", ""},
		{unrest{}, "chaos asked", "of mu"},
		{desk{}, "faults box", "once shame"},
		{Faults{}, "list expired lapses", "seed armed asks mu told lasting end"},
		{Fault{}, "On Do Reached Fired", "N source groups"},
		{exchange{}, "records tables counters callbacks", "classes pending"},
		{record{}, "order timeline id cursor class", "ordinal generation held"},
		{class{}, "provider kind", "key byID all accounts"},
		{Order{}, "Account Base Callback From To Agent Details", ""},
		{table{}, "rows", "byID"},
		{row{}, "id value", "gone"},
		{outbox{}, "numbered byNumber lanes parked early finals", "turn kept"},
		{lane{}, "key waiting", ""},
		{laneKey{}, "slot address replay", ""},
		{delivery{}, "number slot due callback policy body state reason wake pending cancelled attempts header arranged attempt asked faults twin", "provider subject account lane ahead heard picks"},
		{Callback{}, "Event URL Header Key Address Policy Refuse", "Body"},
		{Policy{}, "Attempts Pauses Accepts Timeout", ""},
		{Attempt{}, "N At Took Status Error", ""},
		{driver{}, "", "alarm armed advancing flying holding calmed trace lines"},
		{inbox.Box{}, "seq script", "opts mu kept shares bytes dropped arrived"},
	} {
		of := reflect.TypeOf(known.of)
		var fields []string
		for field := range fieldsOf(of) {
			fields = append(fields, field.Name)
		}
		assert.ElementsMatch(t, strings.Fields(known.written+" "+known.without), fields, "the fields of %s", of)
	}
}

// chaotic is a world whose receivers fail, take their time, end calls and place
// more of them, each as what they are told and when says.
func chaotic(t *testing.T, name string, o Options) (*Fake, *recorder) {
	r := &recorder{}
	p := acme(Policy{Attempts: 4, Timeout: 10 * time.Second, Pauses: []time.Duration{7 * time.Second, 0, 21 * time.Second}})
	render := p.Callbacks.Render
	p.Callbacks.Sign = func(key string, body []byte, at time.Time) http.Header {
		return http.Header{"X-Signature": {fmt.Sprint(key, len(body), at.Unix())}}
	}
	p.Callbacks.Render = func(m *Moment) []Callback {
		owed := render(m)
		for i := range owed {
			owed[i].Key, owed[i].Header = "key", http.Header{"X-Nth": {fmt.Sprint(i)}}
			switch i {
			case 1:
				owed[i].Policy, owed[i].Address = &Policy{Attempts: 2, Accepts: Statuses{200, 599}}, "hook"
			case 2:
				owed[i].Body = []byte("\xff not text")
			}
		}
		return owed
	}
	o.Providers, o.Transport, o.Clock = []Provider{p}, transport(r.receive), frozen()
	f, err := New(o)
	require.NoError(t, err)
	t.Cleanup(f.close)
	f.courier.fit = func(*Provider, string, []byte) string { return "" }
	_, err = f.sandboxes.Make(name, Setup{})
	require.NoError(t, err)
	r.box, _ = f.sandboxes.Get(name)
	r.answer = func(url string, body []byte) (int, http.Header) {
		h := fnv.New64a()
		fmt.Fprint(h, url, string(body), r.box.Now().UnixNano())
		dice := rand.New(rand.NewPCG(h.Sum64(), 1))
		var was told
		if json.Unmarshal(body, &was) == nil && dice.IntN(6) == 0 {
			r.box.End(was.ID, call.HungUp)
		}
		header := http.Header{}
		if dice.IntN(3) == 0 {
			header.Set(TookHeader, fmt.Sprintf("%ds", dice.IntN(14)))
		}
		switch dice.IntN(12) {
		case 0:
			if _, calls := r.box.Subjects("", 0, 1); calls < 30 { // each is told of thirty times
				order(t, r.box, f.providers[0], placing(hook, "http://localhost:7/x"))
			}
		case 1:
			r.box.Do(f.providers[0], func(tx *Tx) error { tx.Cancel("hook"); return nil })
		case 2:
			r.box.Do(f.providers[0], func(tx *Tx) error {
				tx.Put("webhook", fmt.Sprint("\xfe", tx.Next("webhook")), "a record whose id is no text")
				return nil
			})
		}
		return []int{200, 503, 503}[dice.IntN(3)], header
	}
	return f, r
}

func TestAWorldCanBeCarriedOnAtAnyInstant(t *testing.T) {
	live := func(f *Fake, r *recorder, steps int) {
		for i := range steps {
			order(t, r.box, f.providers[0], placing(hook, "http://localhost:1/", "ftp://nowhere"))
			advance(t, r.box, Advance{By: time.Duration(1+i%5) * 4 * time.Second})
		}
	}
	tail := func(f *Fake, r *recorder) (string, []arrival) {
		before := len(r.arrivals())
		live(f, r, 6)
		advance(t, r.box, Advance{By: 5 * time.Minute})
		return writtenDown(t, r.box), r.arrivals()[before:]
	}
	var states []string
	for steps := range 10 {
		f, r := chaotic(t, "one", Options{Seed: 7})
		live(f, r, steps)
		text := writtenDown(t, r.box)
		states = append(states, text)

		g, s := chaotic(t, "two", Options{Seed: 8, Callbacks: map[string]string{"acme": hook}})
		s.box.SetCallback("acme", "main", "http://localhost/of-the-old-world")
		live(g, s, 3)
		created, err := g.sandboxes.Restore("two", []byte(text))
		require.NoError(t, err)
		require.False(t, created)
		require.Equal(t, text, writtenDown(t, s.box))

		wantText, want := tail(f, r)
		gotText, got := tail(g, s)
		require.Equal(t, want, got, "after %d steps", steps)
		require.Equal(t, wantText, gotText, "after %d steps", steps)
	}
	all := strings.Join(states, "")
	for _, part := range []string{`"pending":{`, `"wake":`, `"cancelled"`, `"state":"refused"`, `"base64"`, `"policy"`, `"events":[`, `"waiting":[`} {
		assert.Contains(t, all, part, "none of the worlds had it")
	}
}

func TestWhatIsMintedInARestoredWorldNamesItsOrigin(t *testing.T) {
	f, r := chaotic(t, "one", Options{Seed: 7})
	p := f.providers[0]
	first := order(t, r.box, p, placing())
	_, err := f.sandboxes.Restore("two", []byte(writtenDown(t, r.box)))
	require.NoError(t, err)
	two, _ := f.sandboxes.Get("two")
	assert.Equal(t, Origin{"one", 0}, two.Origin())
	assert.Equal(t, r.box.Seed(), two.Seed())
	again, _ := two.Subject(first.ID)
	assert.Equal(t, RecordingURL(r.box, first, time.Time{}), RecordingURL(two, again, time.Time{}))
	assert.Equal(t, order(t, r.box, p, placing()).ID, order(t, two, p, placing()).ID, "the next ids are the same too")

	owner, _ := f.sandboxes.OwnerOf(p, first.ID)
	assert.Equal(t, "one", owner.Name(), "of two that have it, the one that bears the name")
	assert.Equal(t, "one", f.sandboxes.whose(Origin{"one", 0}, ""))
	assert.Equal(t, "two", f.sandboxes.whose(Origin{"one", 0}, "two"), "a request may ask for the other")
	require.NoError(t, f.sandboxes.Delete("one"))
	owner, _ = f.sandboxes.OwnerOf(p, first.ID)
	assert.Equal(t, "two", owner.Name())
	assert.Equal(t, "two", f.sandboxes.whose(Origin{"one", 0}, ""))
	assert.Equal(t, "one", f.sandboxes.whose(Origin{"one", 1}, ""), "there is no such world")
}

func TestARestoredWorldThatIsRemovedLeavesNoTokenGood(t *testing.T) {
	f, r := chaotic(t, "one", Options{})
	for range 3 {
		require.NoError(t, f.sandboxes.Delete("one"))
		_, err := f.sandboxes.Make("one", Setup{})
		require.NoError(t, err)
	}
	r.box, _ = f.sandboxes.Get("one")
	text := writtenDown(t, r.box)
	g, _ := chaotic(t, "other", Options{})
	created, err := g.sandboxes.Restore("one", []byte(text))
	require.NoError(t, err)
	assert.True(t, created)
	require.NoError(t, g.sandboxes.Delete("one"))
	_, err = g.sandboxes.Make("one", Setup{})
	require.NoError(t, err)
	again, _ := g.sandboxes.Get("one")
	assert.Equal(t, Origin{"one", 4}, again.Origin(), "later than any that there was")
}

func TestASnapshotThatIsNotFitChangesNothing(t *testing.T) {
	f, r := chaotic(t, "one", Options{})
	for range 4 {
		order(t, r.box, f.providers[0], placing(hook, "http://localhost:1/"))
		advance(t, r.box, Advance{By: 3 * time.Second})
	}
	text := writtenDown(t, r.box)
	replace := func(old, with string) string {
		require.Contains(t, text, old)
		return strings.Replace(text, old, with, 1)
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":              {"", "damaged"},
		"no JSON":              {"snapshot", "line 1, column 1: invalid character 's'"},
		"something else":       {`{"clock": "frozen"}`, `no member "snapshot"`},
		"another version":      {replace(`"snapshot": 1`, `"snapshot": 2`), "of version 2, and version 1 is read here"},
		"a part":               {text[:len(text)/2], "damaged"},
		"more than one":        {text + text, "line "},
		"an unknown member":    {replace(`"began"`, `"begun"`), `unknown field "begun"`},
		"a wrong type":         {replace(`"lapses": 0`, `"lapses": "none"`), "line "},
		"another provider":     {strings.ReplaceAll(text, `"acme"`, `"acne"`), "it holds calls of acne: did you mean acme?"},
		"a provider too many":  {replace(`"kind":"call"`, `"kind":"call","provider":"acne"`), "acne"},
		"no such plan":         {replace(`"plan":0`, `"plan":9`), "there is no plan 9"},
		"too much told":        {replace(`"told":`, `"told":99`), "events were told"},
		"an unknown state":     {replace(`"state":"`, `"state":"un`), "no delivery is in the state"},
		"a call too many":      {replace(`"call":0`, `"call":77`), "there is no call 77"},
		"a delivery forgotten": {replace(`"deliveries_finished": [`, `"deliveries_finished": [99,`), "delivery 99"},
		"a bad name":           {replace(`"name":"one"`, `"name":"One"`), "the name of no sandbox"},
		"a far time":           {replace(`"now": "2026`, `"now": "9026`), "between the years"},
		"a fault that is none": {replace(`"faults": []`, `"faults": [{"fault":{"on":{"operation":"nothing"},"do":{"status":503}},"reached":0,"fired":0}]`), "nothing"},
	} {
		created, err := f.sandboxes.Restore("one", []byte(c.text))
		assert.ErrorContains(t, err, c.want, name)
		assert.False(t, created, name)
		require.Equal(t, text, writtenDown(t, r.box), name)
	}
	_, err := f.sandboxes.Restore("No Name", []byte(text))
	assert.ErrorContains(t, err, "1 to 40 of a-z")
	assert.Len(t, f.sandboxes.List(), 2)
}

func TestOnlyAFrozenWorldAtRestIsWrittenDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan int)
		slow := transport(func(*http.Request, []byte) (int, http.Header, error) { return <-answer, nil, nil })
		f := newFake(t, acme(single), frozen(), slow)
		s := f.sandboxes.home()
		require.NoError(t, s.SetClock(Mode{Kind: Scaled, Factor: 60}, nil))
		_, err := s.Snapshot(t.Context())
		assert.ErrorIs(t, err, ErrRunning)
		require.NoError(t, s.SetClock(frozen(), nil))

		order(t, s, f.providers[0], placing(hook))
		go func() { answer <- 200 }()
		assert.Contains(t, writtenDown(t, s), `"state":"delivered"`, "what is under way is waited for")

		order(t, s, f.providers[0], placing(hook))
		before := time.Now()
		_, err = s.Snapshot(t.Context())
		assert.ErrorIs(t, err, ErrRestive)
		assert.Equal(t, restWithin, time.Since(before))
		go s.Advance(t.Context(), Advance{By: time.Second})
		synctest.Wait()
		_, err = s.Snapshot(t.Context())
		assert.ErrorIs(t, err, ErrAdvancing)
		answer <- 200
		synctest.Wait()
		for len(s.Deliveries(func(d *Delivery) bool { return d.State == Sending })) > 0 {
			answer <- 200
			synctest.Wait()
		}
	})
}

func TestARestoreEndsWhatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan int)
		slow := transport(func(*http.Request, []byte) (int, http.Header, error) { return <-answer, nil, nil })
		f := newFake(t, acme(single), frozen(), slow)
		s := f.sandboxes.home()
		text := writtenDown(t, s)
		order(t, s, f.providers[0], placing(hook))
		failed := make(chan error, 1)
		go func() {
			_, err := s.Advance(t.Context(), Advance{By: time.Hour})
			failed <- err
		}()
		synctest.Wait()
		_, err := f.sandboxes.Restore(DefaultSandbox, []byte(text))
		require.NoError(t, err)
		assert.ErrorIs(t, <-failed, ErrGone)
		answer <- 200
		synctest.Wait()
		assert.Equal(t, text, writtenDown(t, s), "the late answer is of a world that is no more")
	})
}

func TestAProviderKeepsOnlyWhatItDeclares(t *testing.T) {
	s, p, _ := newBox(t, single, frozen())
	put := func(kind string, value any) error {
		return s.Do(p, func(tx *Tx) error { tx.Put(kind, "1", value); return nil })
	}
	assert.NoError(t, put("webhook", "a text"))
	assert.ErrorContains(t, put("webhook", 7), "provider acme keeps a int as Records of the kind webhook, and declares string")
	assert.ErrorContains(t, put("token", "a text"), "the kind token, which it does not declare")
	what := placing()
	what.Order.Details = &struct{ Note string }{}
	assert.ErrorContains(t, s.Do(p, func(tx *Tx) error { tx.Place(what); return nil }), "as Orders of the kind call")

	type hidden struct{ note string }
	_ = hidden{}.note // nobody else reads it
	type shy struct {
		Note string `json:"-"`
	}
	type fickle struct {
		List []string `json:"list,omitempty"`
	}
	type busy struct{ Then func() }
	type fine struct {
		At   time.Time
		Free map[string]any
		Of   []*fine
	}
	for prototype, want := range map[any]string{
		(*hidden)(nil): "engine.hidden.note, which is not exported", (*shy)(nil): "engine.shy.Note, by its tag",
		(*fickle)(nil): "engine.fickle.List, by its tag", (*busy)(nil): "a func()", nil: "no type for thing",
	} {
		provider := acme(single)
		provider.Records = map[string]any{"thing": prototype}
		_, err := New(Options{Providers: []Provider{provider}})
		assert.ErrorContains(t, err, want)
	}
	provider := acme(single)
	provider.Orders = map[string]any{"call": (*fine)(nil)}
	_, err := New(Options{Providers: []Provider{provider}})
	assert.NoError(t, err)
}
