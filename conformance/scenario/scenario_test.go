package scenario_test

import (
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/source"
	"github.com/ringer-mock/ringer/specs"
)

// acme loads scenarios of a provider that exists in testdata only.
func acme() *scenario.Loader {
	load := func(name string) (*specs.Provider, error) { return specs.LoadFrom(os.DirFS("testdata"), name) }
	return scenario.NewLoader([]string{"acme"}, load, &specs.PhoneBook{Personas: []specs.Persona{{Name: "busy"}}})
}

// orders is a scenario that uses every key of the format.
func orders(t *testing.T) *scenario.Scenario {
	t.Helper()
	list, err := acme().Load(os.DirFS("testdata"), "orders.yaml")
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}

func TestAScenarioIsReadWhole(t *testing.T) {
	s := orders(t)
	assert.Equal(t, "acme/orders/told-again", s.Address)
	assert.Equal(t, "Receivers are down now and then.", s.Why)
	assert.Equal(t, map[string][]scenario.Answer{"order.done": {
		{Status: 503}, {Status: 200, After: 11 * time.Second, Headers: map[string]string{"Retry-After": "1"}, Body: "late"},
	}}, s.Inbox)
	require.Len(t, s.Steps, 7)

	put := s.Steps[0]
	assert.Equal(t, scenario.Call, put.Kind)
	assert.Equal(t, "putOrder", put.Operation.ID)
	assert.Equal(t, "other", put.As.Name)
	assert.Equal(t, scenario.Times{Least: 2, Most: 2}, put.Times)
	assert.Equal(t, scenario.Place{File: "orders.yaml", Line: 6, Column: 5, Text: "  - call: putOrder"}, put.Place)
	assert.Equal(t, "    as: other", s.Line(7))
	assert.Empty(t, s.Line(999))
	assert.Equal(t, "ACM-1", put.Proves[0].ID)
	assert.Equal(t, []string{"at", "left"}, put.Saves)
	assert.Equal(t, []string{"account.api_key", "ids.order", "run.uuid"}, put.Given)
	assert.Empty(t, put.Reads)

	heard := s.Steps[1]
	assert.Equal(t, "order.done", heard.Event.Name)
	assert.Equal(t, 90*time.Minute, heard.Within)
	assert.Equal(t, scenario.Times{Least: 2, Most: -1}, heard.Times)
	assert.Equal(t, []time.Duration{10 * time.Second, 20 * time.Second}, heard.Gaps.Exact)
	assert.NotNil(t, heard.Expect)

	refused := s.Steps[2]
	assert.NotEmpty(t, refused.Invalid)
	assert.NotNil(t, refused.As.Token)
	assert.Equal(t, []string{"at"}, refused.Reads)

	poll := s.Steps[3]
	assert.Equal(t, scenario.Eventually, poll.Kind)
	assert.NotNil(t, poll.Until)
	assert.NotNil(t, poll.GiveUpIf)
	assert.True(t, poll.Assumed())
	assert.False(t, put.Assumed())

	assert.Equal(t, 24*time.Hour, s.Steps[4].Duration)
	assert.Equal(t, "order.done", s.Steps[5].After)
	assert.NotNil(t, s.Steps[5].Expect.SignedWith)
	assert.Equal(t, scenario.Nobody, s.Steps[6].As.Name)
	require.Len(t, s.Never, 1)
	assert.Equal(t, []string{"at"}, s.Never[0].Reads)
}

func TestAKeyOfWithIsAParameterBeforeItIsAMemberOfTheBody(t *testing.T) {
	in := map[string]string{}
	values := map[string]any{}
	env := match.NewEnv(func(name string) (any, bool) { return "given", true })
	for _, argument := range orders(t).Steps[0].With {
		in[argument.Name] = argument.In
		value, err := argument.Value.Resolve(env)
		require.NoError(t, err)
		values[argument.Name] = value
	}
	assert.Equal(t, map[string]string{"id": "path", "Idempotency-Key": "header", "notify": "query", "customer": "body", "notes": "body"}, in)
	assert.Equal(t, map[string]any{"id": "given", "Idempotency-Key": "given", "notify": true, "customer": "0123", "notes": []any{"given", "$1"}}, values)
}

func TestAMessageIsJudged(t *testing.T) {
	expect := orders(t).Steps[0].Expect
	fitting := func() scenario.Message {
		header := http.Header{}
		header.Set("RateLimit-Remaining", "9")
		header.Set("Location", "/v1/orders/order_1")
		return scenario.Message{Status: 201, Header: header, Body: map[string]any{"state": "made", "at": "now"}}
	}
	for _, test := range []struct {
		name   string
		change func(*scenario.Message)
		want   []string // part and path of what does not fit
	}{
		{"fits", func(*scenario.Message) {}, nil},
		{"another status alone", func(m *scenario.Message) { m.Status, m.Body = 200, nil }, []string{"status"}},
		{"a header that is too small a number", func(m *scenario.Message) { m.Header.Set("RateLimit-Remaining", "0") }, []string{"headerRatelimit-Remaining"}},
		{"a header that is no number", func(m *scenario.Message) { m.Header.Set("RateLimit-Remaining", "many") }, []string{"headerRatelimit-Remaining"}},
		{"a header that is absent", func(m *scenario.Message) { m.Header.Del("Location") }, []string{"headerLocation"}},
		{"no body", func(m *scenario.Message) { m.Empty, m.Body = true, nil }, []string{"body"}},
		{"a body that is no JSON", func(m *scenario.Message) { m.Body = "<html>" }, []string{"body"}},
		{"two members", func(m *scenario.Message) { m.Body = map[string]any{"state": "kept"} }, []string{"body/state", "body/at"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := match.NewEnv(func(name string) (any, bool) { return "order_1", name == "ids.order" })
			message := fitting()
			test.change(&message)
			var got []string
			for _, miss := range expect.Match(message, env).Mismatches {
				got = append(got, miss.Part+miss.Path)
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestWithoutAStatusAny2xxWillDo(t *testing.T) {
	expect := orders(t).Steps[3].Expect
	env := match.NewEnv(nil)
	for status, ok := range map[int]bool{200: true, 204: true, 299: true, 199: false, 301: false, 404: false} {
		assert.Equal(t, ok, expect.Match(scenario.Message{Status: status, Empty: true}, env).OK(), status)
	}
	delivery := orders(t).Steps[1].Expect
	assert.True(t, delivery.Match(scenario.Message{}, env).OK(), "a delivery has no status")
}

// Each of these needs a provider with more than ours have: an address of the
// account, a default response, a header.
func TestWhatAcmeRefuses(t *testing.T) {
	const head = "scenario: acme/a/b\ntitle: t\nsteps:\n"
	for _, test := range []struct{ name, steps, want string }{
		{"an account's event without where", "  - {receive: account.changed, within: 1s}\n", "account.changed goes to the account's one address, where other scenarios' deliveries arrive too: where is missing"},
		{"an account's event that must never come, without where", "  - wait: 1s\nnever:\n  - receive: account.changed\n", "account.changed goes to the account's one address, where other scenarios' deliveries arrive too: where is missing"},
		{"a body that only the default response has", "  - {call: health}\n  - {call: putOrder, with: {id: x, customer: y}, expect: {status: 409, body: {code: seven}}}\n", `the text "seven" does not fit: the document says an integer`},
		{"a header of another type", "  - {call: putOrder, with: {id: x, customer: y}, expect: {headers: {RateLimit-Remaining: few}}}\n", `the text "few" does not fit: the document says an integer`},
		{"a parameter of another format", "  - {call: putOrder, with: {id: x, customer: y, idempotency-key: z}}\n", `the text "z" does not fit the document: string doesn't match the format "uuid" (want a UUID)`},
		{"a missing parameter and a missing member", "  - {call: putOrder, with: {notify: true}}\n", "putOrder needs id, customer"},
		{"a key of an operation without parameters", "  - {call: health, with: {a: 1}}\n", "health has no parameter or body member a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := acme().Parse("a.yaml", []byte(head+test.steps))
			var problems source.Problems
			require.ErrorAs(t, err, &problems)
			assert.Equal(t, test.want, problems[0].Message)
			assert.Len(t, problems, 1)
		})
	}
}

func TestAllProblemsOfAFileAreListedAndTheRestOfItLoads(t *testing.T) {
	list, err := acme().Parse("a.yaml", []byte("scenario: acme/a/b\ntitle: t\nsteps: [{call: helth}, {wait: soon}]\n---\nscenario: acme/a/c\ntitle: t\nsteps: [{call: health}]\n"))
	var problems source.Problems
	require.ErrorAs(t, err, &problems)
	assert.Len(t, problems, 2)
	require.Len(t, list, 1)
	assert.Equal(t, "acme/a/c", list[0].Address)
}

func TestAProviderThatDoesNotLoadIsAProblemOfTheScenario(t *testing.T) {
	loader := scenario.NewLoader([]string{"nobody"}, func(name string) (*specs.Provider, error) { return nil, os.ErrNotExist }, &specs.PhoneBook{})
	_, err := loader.Parse("a.yaml", []byte("scenario: nobody/a/b\ntitle: t\nsteps: [{wait: 1s}]\n"))
	require.ErrorContains(t, err, "the contract of nobody does not load: file does not exist")
}

func TestAFileThatIsMissingIsNoProblemOfScenarios(t *testing.T) {
	_, err := acme().Load(os.DirFS("testdata"), "absent.yaml")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAnExpectationIsWrittenByManyAtOnce(t *testing.T) {
	t.Parallel()
	expect := orders(t).Steps[0].Expect
	want := expect.String()
	require.NotEmpty(t, want)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { assert.Equal(t, want, expect.String()) })
	}
	all.Wait()
}
