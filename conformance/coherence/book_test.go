package coherence_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/conformance/coherence"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/specs"
)

func subjects() []specs.Subject {
	return []specs.Subject{{
		Name: "call", Once: []string{"ACM-001"}, Apart: []string{"ACM-002"}, Readable: []string{"ACM-003"},
		Facts: []specs.Fact{
			{Name: "duration", Keeps: "status"},
			{Name: "number", Keeps: specs.Always, Claims: []string{"ACM-004"}},
			{Name: "status", Moves: map[string][]string{"queued": {"running", "failed"}, "running": {"done", "failed"}, "done": {}, "failed": {}}},
			{Name: "variables", Keeps: specs.Always},
		},
	}}
}

var began = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

type facts = map[string]any

func says(source string, after time.Duration, told facts) coherence.Statement {
	return coherence.Statement{Source: source, At: began.Add(after), Account: "main", Told: []shape.Told{tells("c1", "body", told)}}
}

func tells(id, path string, told facts) shape.Told {
	members := map[string]string{}
	for name := range told {
		members[name] = "data/" + name
	}
	return shape.Told{Subject: "call", ID: id, Path: path, Facts: told, Members: members}
}

func callback(s coherence.Statement) coherence.Statement { s.Callback, s.Account = true, ""; return s }

func as(account string, s coherence.Statement) coherence.Statement { s.Account = account; return s }

func makes(repeat string, s coherence.Statement) coherence.Statement {
	s.Makes, s.Repeat = "call", repeat
	return s
}

func TestWhatDoesNotAgreeWithWhatWasSaidBeforeIsFound(t *testing.T) {
	const s = time.Second
	for name, c := range map[string]struct {
		lag  time.Duration
		said []coherence.Statement
		want []string // of the last statement
	}{
		"a state that follows":                           {said: []coherence.Statement{says("get", 0, facts{"status": "queued"}), says("get", s, facts{"status": "done"})}},
		"a state that follows unseen ones":               {said: []coherence.Statement{says("get", 0, facts{"status": "queued"}), says("list", s, facts{"status": "done"})}},
		"a final state is left":                          {said: []coherence.Statement{says("get", 0, facts{"status": "done"}), says("get", s, facts{"status": "running"})}, want: []string{"get of a call: left the final state that get told of"}},
		"a state goes back":                              {said: []coherence.Statement{says("get", 0, facts{"status": "running"}), says("get", s, facts{"status": "queued"})}, want: []string{"get of a call: went back behind what get said"}},
		"two final states":                               {said: []coherence.Statement{callback(says("ended", 0, facts{"status": "done"})), says("get", s, facts{"status": "failed"})}, want: []string{"get of a call: contradicts ended, and no way leads from one to the other"}},
		"two final states, the callback last":            {said: []coherence.Statement{says("get", 0, facts{"status": "failed"}), callback(says("ended", s, facts{"status": "done"}))}, want: []string{"ended of a call: contradicts get, and no way leads from one to the other"}},
		"a callback that is late":                        {said: []coherence.Statement{says("get", 0, facts{"status": "done"}), callback(says("begun", s, facts{"status": "running"}))}},
		"a list that is behind, where time stands still": {said: []coherence.Statement{callback(says("ended", 0, facts{"status": "done"})), says("list", 0, facts{"status": "running"})}, want: []string{"list of a call: left the final state that ended told of"}},
		"a list that is behind, in time":                 {lag: 30 * s, said: []coherence.Statement{callback(says("ended", 0, facts{"status": "done"})), says("list", 29*s, facts{"status": "running"})}},
		"a list that is behind for too long":             {lag: 30 * s, said: []coherence.Statement{callback(says("ended", 0, facts{"status": "done"})), says("list", 30*s, facts{"status": "running"})}, want: []string{"list of a call: left the final state that ended told of"}},
		"one operation is never behind itself":           {lag: 30 * s, said: []coherence.Statement{says("list", 0, facts{"status": "done"}), says("list", s, facts{"status": "running"})}, want: []string{"list of a call: left the final state that list told of"}},
		"a word that nobody knows":                       {said: []coherence.Statement{says("get", 0, facts{"status": "Ringing"}), says("get", s, facts{"status": "done"})}},
		"a final state becomes a word that nobody knows": {said: []coherence.Statement{says("get", 0, facts{"status": "done"}), says("get", s, facts{"status": "Ringing"})}, want: []string{"get of a call: left the final state that get told of"}},

		"what never changes does":                  {said: []coherence.Statement{says("get", 0, facts{"number": "1"}), callback(says("ended", s, facts{"number": "2"}))}, want: []string{"ended of a call: contradicts get"}},
		"what was not told yet":                    {said: []coherence.Statement{says("get", 0, facts{"number": nil}), says("get", s, facts{"number": "2"})}},
		"what was told is forgotten":               {said: []coherence.Statement{says("get", 0, facts{"number": "1"}), says("get", s, facts{"number": nil})}, want: []string{"get of a call: no longer says what get said"}},
		"what changes until the end":               {said: []coherence.Statement{says("get", 0, facts{"status": "running", "duration": json.Number("1")}), says("get", s, facts{"status": "done", "duration": json.Number("2")})}},
		"what changes after the end":               {said: []coherence.Statement{callback(says("ended", 0, facts{"status": "done", "duration": json.Number("2")})), says("get", s, facts{"status": "done", "duration": json.Number("3")})}, want: []string{"get of a call: contradicts ended"}},
		"one number in two forms":                  {said: []coherence.Statement{says("get", 0, facts{"number": json.Number("2")}), says("get", s, facts{"number": json.Number("2.0")})}},
		"more members in one place than elsewhere": {said: []coherence.Statement{says("get", 0, facts{"variables": facts{"a": "1"}}), says("list", s, facts{"variables": facts{"a": "1", "links": []any{}}})}},
		"members that differ":                      {said: []coherence.Statement{says("get", 0, facts{"variables": facts{"a": []any{"1"}}}), says("list", s, facts{"variables": facts{"a": []any{"2"}}})}, want: []string{"list of a call: contradicts get"}},

		"an id is given twice":                 {said: []coherence.Statement{makes("", says("make", 0, nil)), makes("", says("make", s, nil))}, want: []string{"make gives a new call an id that is in use"}},
		"an id is given that was listed":       {said: []coherence.Statement{says("list", 0, nil), makes("", says("make", s, nil))}, want: []string{"make gives a new call an id that is in use"}},
		"a request is repeated":                {said: []coherence.Statement{makes("k", says("make", 0, nil)), makes("k", says("make", s, nil))}},
		"another request has another key":      {said: []coherence.Statement{makes("k", says("make", 0, nil)), makes("l", says("make", s, nil))}, want: []string{"make gives a new call an id that is in use"}},
		"the callback comes before the answer": {said: []coherence.Statement{callback(says("begun", 0, nil)), makes("", says("make", 0, nil))}},

		"another account is shown it":               {said: []coherence.Statement{makes("", says("make", 0, nil)), as("other", says("list", s, nil))}, want: []string{"list shows a call of the account main to other"}},
		"an account of which nothing is known":      {said: []coherence.Statement{makes("", says("make", 0, nil)), as("", says("list", s, nil))}},
		"two entries of one list":                   {said: []coherence.Statement{{Source: "list", At: began, Told: []shape.Told{tells("c1", "body.calls[0]", nil), tells("c1", "body.calls[1]", nil)}}}, want: []string{"list has two entries with the id of one call"}},
		"a subject that the document does not know": {said: []coherence.Statement{{Source: "get", At: began, Told: []shape.Told{{Subject: "job", ID: "1"}}}}},
	} {
		book := coherence.New(subjects(), c.lag, began)
		var got []string
		for i, s := range c.said {
			found := book.Hear(s)
			if i < len(c.said)-1 {
				assert.Empty(t, found, "%s: before the last", name)
			}
			got = nil
			for _, v := range found {
				got = append(got, v.Message)
			}
		}
		assert.Equal(t, c.want, got, name)
	}
}

func TestAViolationSaysWhoSaidWhatAndWhen(t *testing.T) {
	book := coherence.New(subjects(), 0, began)
	book.Hear(callback(says("ended", 52*time.Second, facts{"number": "1"})))
	assert.Equal(t, []coherence.Violation{{
		Message: "get of a call: contradicts ended", Path: "body.data.number", Want: `"1", as ended said at +52s`, Got: `"2"`, Claims: []string{"ACM-004"},
	}}, book.Hear(says("get", 53*time.Second, facts{"number": "2"})))
}

func TestWhatAnAccountWasToldOfItCanRead(t *testing.T) {
	book := coherence.New(subjects(), 30*time.Second, began)
	book.Hear(makes("", says("make", 0, nil)))
	asked := func(account string, after time.Duration) coherence.Statement {
		return coherence.Statement{Source: "get", Account: account, At: began.Add(after)}
	}
	assert.Empty(t, book.Miss(asked("main", time.Second), "call", "c1"), "it may be behind for a while")
	assert.Empty(t, book.Miss(asked("other", time.Hour), "call", "c1"), "others are to see nothing")
	assert.Empty(t, book.Miss(asked("main", time.Hour), "call", "c2"), "nobody told of it")
	assert.Equal(t, []coherence.Violation{{
		Message: "get does not know the call of which make told", Path: "status", Want: "the call c1, first told of by make at +0s",
		Got: "there is none", Claims: []string{"ACM-003"},
	}}, book.Miss(asked("main", time.Hour), "call", "c1"))
}

func TestAFloodOfValuesIsKeptInBounds(t *testing.T) {
	book := coherence.New(subjects(), 0, began)
	for i := range 10_000 {
		book.Hear(callback(says("ended", 0, facts{"number": json.Number(string(rune('0' + i%10)))})))
	}
	assert.NotEmpty(t, book.Hear(says("get", 0, facts{"number": "none of them"})))
}
