package coverage_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/coverage"
	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/specs"
)

func acme(t *testing.T) *specs.Provider {
	t.Helper()
	provider, err := specs.LoadFrom(os.DirFS("../testdata"), "acme")
	require.NoError(t, err)
	return provider
}

func operation(t *testing.T, p *specs.Provider, id string) *specs.Operation {
	t.Helper()
	op, ok := p.Operation(id)
	require.True(t, ok)
	return op
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	value, err := match.Decode([]byte(text))
	require.NoError(t, err)
	return value
}

func nothing(string) bool { return false }

func TestOnlyWhatIsDocumentedAndVariesIsCounted(t *testing.T) {
	c := coverage.New(acme(t), nothing).Sum(0)
	assert.Equal(t, coverage.Share{Documented: 10, Missing: []string{
		"login 200", "login 401", "placeCall 200", "placeCall 401", "placeCall 422", "listCalls 200", "listCalls 401", "getCall 200", "getCall 401", "getCall 404",
	}}, c.Statuses)
	assert.Equal(t, []string{"call.ended", "call.recorded"}, c.Events.Missing)
	assert.Equal(t, []string{
		"placeCall 200.state = waiting", "placeCall 200.state = done",
		"listCalls query state = waiting", "listCalls query state = done", "listCalls 200[].state = waiting", "listCalls 200[].state = done",
		"getCall 200.state = waiting", "getCall 200.state = done",
	}, c.Words.Missing, "the words of alternatives count together, and a constant says nothing")
	assert.Equal(t, []string{"placeCall body.callback_url", "listCalls query state", "listCalls query limit"}, c.Members.Missing)
	assert.Equal(t, 23, c.Documented)
	assert.Zero(t, c.Percent)
}

func TestWhatTheTargetLacksIsNotCounted(t *testing.T) {
	c := coverage.New(acme(t), func(word string) bool { return word == "listCalls" || word == "call.recorded" }).Sum(0)
	assert.Equal(t, 8, c.Statuses.Documented)
	assert.Equal(t, []string{"call.ended"}, c.Events.Missing)
	assert.Equal(t, 8+1+4+1, c.Documented)
}

func TestWhatIsExchangedIsTickedOff(t *testing.T) {
	p := acme(t)
	s := coverage.New(p, nothing)
	s.Request(operation(t, p, "placeCall"), nil, decoded(t, `{"number": "1", "callback_url": "http://x"}`))
	s.Answer(operation(t, p, "placeCall"), 200, decoded(t, `{"id": "c1", "state": "waiting", "number": "1", "recording": null}`))
	s.Request(operation(t, p, "listCalls"), map[string]any{"state": "done"}, nil)
	s.Answer(operation(t, p, "listCalls"), 200, decoded(t, `[{"id": "c1", "state": "done"}]`))
	s.Answer(operation(t, p, "listCalls"), 401, nil)
	c := s.Sum(50)
	assert.Equal(t, 3, c.Statuses.Seen)
	assert.Equal(t, 3, c.Words.Seen)
	assert.Equal(t, 2, c.Members.Seen)
	assert.Equal(t, 8, c.Seen)
	assert.Equal(t, 34.7, c.Percent, "rounded down")
	assert.True(t, c.Short())
	assert.NotContains(t, c.Missing(), "listCalls 401")
	assert.Contains(t, c.Missing(), "listCalls query limit")
	assert.Len(t, c.Missing(), 23-8)
}

func TestWhatIsNotDocumentedIsProposed(t *testing.T) {
	p := acme(t)
	s := coverage.New(p, nothing)
	s.Answer(operation(t, p, "getCall"), 200, decoded(t, `{"id": "c1", "state": "done", "cost": 1.5}`))
	s.Answer(operation(t, p, "listCalls"), 200, decoded(t, `[{"id": "c1", "state": "done", "cost": null, "tags": ["a"]}]`))
	s.Answer(operation(t, p, "getCall"), 410, nil)
	s.Answer(operation(t, p, "login"), 401, decoded(t, `{"reason": "no", "code": true}`))
	c := s.Sum(0)
	assert.Equal(t, []string{"getCall 200.cost", "getCall 410", "listCalls 200[].cost", "listCalls 200[].tags", "login 401.code"}, c.Undocumented)
	assert.Equal(t, `components:
  responses:
    Failure:
      content:
        application/json:
          schema:
            properties:
              code:
                type: boolean
  schemas:
    Done:
      properties:
        cost:
          nullable: true
          type: number
        tags:
          items: {}
          type: array
paths:
  /calls/{id}:
    get:
      responses:
        '410':
          description: Seen, and not documented.
`, c.Proposed)
}

func TestAHostileImplementationCannotFillTheProposal(t *testing.T) {
	p := acme(t)
	s := coverage.New(p, nothing)
	for i := range 1000 {
		s.Answer(operation(t, p, "getCall"), 200, map[string]any{"state": "done", fmt.Sprint("m", i): nil})
	}
	assert.Len(t, s.Sum(0).Undocumented, 200)
}

func TestCallbacksAreCountedByWhatBecameOfThem(t *testing.T) {
	s := coverage.New(acme(t), nothing)
	one, other := coverage.NewStory(), coverage.NewStory()
	push := func(story *coverage.Story, body string, answered int, valid bool) {
		s.Callback(story, "call.ended", []byte(body), decoded(t, body), answered, valid, nil)
	}
	push(one, `{"id": "c1"}`, 503, true)
	push(one, `{"id": "c1"}`, 200, true)
	push(one, `{"id": "c1"}`, 200, true)
	push(one, `{"id": "c2"}`, 200, false)
	push(other, `{"id": "c1"}`, 200, true) // of another scenario: it is new there
	s.Callback(one, "call.begun", nil, nil, 200, true, nil)
	assert.Equal(t, []coverage.EventCoverage{
		{Event: "call.ended", Seen: 5, Valid: 4, InOrder: 5, Retried: 1, Doubled: 1}, {Event: "call.recorded"},
	}, s.Sum(0).Deliveries)
}

func TestStatesAreWalkedAndCallbacksBehindThemAreOutOfOrder(t *testing.T) {
	p, err := specs.Load("vinfer")
	require.NoError(t, err)
	s, story := coverage.New(p, nothing), coverage.NewStory()
	told := func(id, status string) []shape.Told {
		return []shape.Told{{Subject: "call", ID: id, Facts: map[string]any{"status": status}}}
	}
	s.Told(story, told("c1", "in_progress"))
	s.Told(story, told("c2", "in_progress"))
	s.Told(story, told("c1", "failed"))
	s.Callback(story, "call.completed", nil, nil, 200, true, told("c1", "failed"))
	s.Callback(story, "call.escalated", nil, nil, 200, true, told("c1", "in_progress"))
	c := s.Sum(0)
	require.NotEmpty(t, c.States)
	assert.Equal(t, coverage.StateCoverage{
		Subject: "call", Fact: "status", Words: coverage.Share{Seen: 2, Documented: 3, Missing: []string{"completed"}}, Walked: []string{"in_progress to failed"},
	}, c.States[0])
	for _, e := range c.Deliveries {
		if e.Event == "call.escalated" {
			assert.Equal(t, coverage.EventCoverage{Event: "call.escalated", Seen: 1, Valid: 1}, e)
		}
	}
}
