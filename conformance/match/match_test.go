package match

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/source"
)

// compile reads a pattern that must have no problem.
func compile(t testing.TB, pattern string, schema Schema) *Pattern {
	t.Helper()
	file := source.Parse("pattern.yaml", []byte(pattern))
	require.Len(t, file.Documents, 1, "%v", file.Problems())
	p := Compile(file, file.Documents[0], schema)
	require.NoError(t, file.Problems().Err())
	return p
}

func decode(t testing.TB, text string) any {
	t.Helper()
	value, err := Decode([]byte(text))
	require.NoError(t, err)
	return value
}

// env knows what the tests name.
func env() *Env {
	e := NewEnv(func(name string) (any, bool) {
		if name == "numbers.busy" {
			return "919999000486", true
		}
		return nil, false
	})
	e.Save(Save{"id", "call_1"}, Save{"count", json.Number("3")}, Save{"list", []any{json.Number("1"), "a"}},
		Save{"nothing", nil}, Save{"dotted", "a.c"}, Save{"from", "2026-01-15T12:00:00Z"}, Save{"to", "2026-01-15T12:00:52.4Z"})
	return e
}

func TestAPatternFits(t *testing.T) {
	for pattern, values := range map[string][]string{
		`500`:                                 {`500`, `500.0`, `5e2`},
		`0`:                                   {`0`, `-0`, `0.0`},
		`12345678901234567890`:                {`12345678901234567890`},
		`Answered`:                            {`"Answered"`},
		`"500"`:                               {`"500"`},
		`null`:                                {`null`},
		`true`:                                {`true`},
		`""`:                                  {`""`},
		`2026-01-15`:                          {`"2026-01-15"`},
		`{}`:                                  {`{}`, `{"a": 1}`},
		`{a: 1}`:                              {`{"a": 1, "b": 2}`},
		`[1, {a: 2}]`:                         {`[1, {"a": 2, "b": 3}]`},
		`[]`:                                  {`[]`},
		`$id`:                                 {`"call_1"`},
		`$count`:                              {`3`, `3.0`},
		`$list`:                               {`[1, "a"]`},
		`$nothing`:                            {`null`},
		`id=$id, $count of it`:                {`"id=call_1, 3 of it"`},
		`xxxxx$numbers.busy`:                  {`"xxxxx919999000486"`},
		`$$5`:                                 {`"$5"`},
		`{is: uuid}`:                          {`"123e4567-e89b-42d3-a456-426614174000"`},
		`{is: timestamp}`:                     {`"2026-01-15T12:00:00Z"`, `"2026-01-15T12:00:00.123+05:30"`, `"2026-01-15 12:00:00"`},
		`{is: integer}`:                       {`5`, `5.0`, `5e3`},
		`{is: e164}`:                          {`"+919999999999"`},
		`{is: url}`:                           {`"https://a.example/x?y=1"`},
		`{matches: 'call_[a-z0-9]+'}`:         {`"call_a1"`},
		`{matches: 'a|ab'}`:                   {`"a"`, `"ab"`},
		`{matches: 'x\$\$[0-9]'}`:             {`"x$$1"`},
		`{matches: 'x$$[0-9]'}`:               {`"x$1"`},
		`{matches: '$dotted\.wav'}`:           {`"a.c.wav"`},
		`{contains: Unauthorized}`:            {`"Client error '401 Unauthorized' for"`, `["Unauthorized"]`},
		`{one_of: [a, {is: integer}, null]}`:  {`"a"`, `7`, `null`},
		`{not: a}`:                            {`"b"`, `null`, `1`},
		`{at_least: 1, at_most: 2}`:           {`1`, `1.5`, `2`},
		`{at_least: 0.1}`:                     {`0.1`, `0.10000000000000000001`},
		`{at_least: $from}`:                   {`"2026-01-15T12:00:00Z"`, `"2026-01-15T17:30:01+05:30"`},
		`{any: true}`:                         {`null`, `1`, `{}`},
		`{a: {absent: true}}`:                 {`{}`, `{"b": 1}`},
		`{each: {a: {is: integer}}}`:          {`[{"a": 1}, {"a": 2}]`},
		`{some: {a: 2}}`:                      {`[{"a": 1}, {"a": 2}]`},
		`{some: [1, 2]}`:                      {`[2, 3, 1]`},
		`{none: 1}`:                           {`[]`, `[2]`, `["1"]`},
		`{none: [1, 2]}`:                      {`[3]`},
		`{length: 2}`:                         {`[1, 2]`, `"ab"`, `"äß"`},
		`{length: {at_least: 2, at_most: 3}}`: {`[1, 2]`, `[1, 2, 3]`},
		`{sorted: {a: desc}}`:                 {`[]`, `[{"a": 3}, {"a": 3}, {"a": null}, {"a": 1}]`, `[{"a": "2026-01-15T12:00:00Z"}, {"a": "2026-01-15T17:00:00+05:30"}]`},
		`{sorted: asc}`:                       {`["a", "b"]`, `[9, 10]`},
		`{seconds_between: [$from, $to]}`:     {`52`, `53`, `52.4`, `"52"`, `51.5`},
		`{is: string, matches: 'a.*', not: {contains: z}, length: 3}`: {`"abc"`},
		`{some: {a: {at_least: 2}}, none: {a: 5}, length: 2}`:         {`[{"a": 1}, {"a": 2}]`},
	} {
		for _, value := range values {
			t.Run(pattern+" fits "+value, func(t *testing.T) {
				assert.Empty(t, compile(t, pattern, Schema{}).Match(decode(t, value), true, env()).Mismatches)
			})
		}
	}
}

func TestAPatternDoesNotFit(t *testing.T) {
	for pattern, values := range map[string][]string{
		`500`:                             {`"500"`, `500.1`, `null`, `true`, `[500]`},
		`12345678901234567890`:            {`12345678901234567891`, `12345678901234567000`},
		`"500"`:                           {`500`},
		`answered`:                        {`"Answered"`, `"answered "`},
		`null`:                            {`""`, `0`, `false`, `{}`},
		`true`:                            {`"true"`, `1`, `false`},
		`{}`:                              {`[]`, `null`, `""`},
		`{a: null}`:                       {`{}`, `{"A": null}`},
		`[1]`:                             {`[]`, `[1, 2]`, `[2]`, `{"0": 1}`},
		`[1, 2]`:                          {`[2, 1]`},
		`$list`:                           {`[1, "a", 2]`, `["a", 1]`},
		`{is: uuid}`:                      {`"123e4567e89b42d3a456426614174000"`, `1`},
		`{is: timestamp}`:                 {`"2026-02-31T12:00:00Z"`, `"2026-01-15"`, `1768478400`},
		`{is: date}`:                      {`"2026-02-31"`, `"2026-01-15T12:00:00Z"`},
		`{is: integer}`:                   {`5.5`, `"5"`},
		`{is: e164}`:                      {`"919999999999"`, `"+0123"`},
		`{is: url}`:                       {`"/recordings/1.wav"`, `"pending"`},
		`{matches: 'call_[a-z]+'}`:        {`"xcall_a"`, `"call_a1"`, `"call_a\n"`, `5`},
		`{matches: 'a|b'}`:                {`"ab"`},
		`{matches: '$dotted'}`:            {`"abc"`},
		`{contains: a}`:                   {`"A"`, `["ab"]`, `{"a": 1}`},
		`{one_of: [a, b]}`:                {`"c"`, `null`},
		`{not: null}`:                     {`null`},
		`{a: {not: 1}}`:                   {`{}`, `{"a": 1.0}`},
		`{a: {any: true}}`:                {`{}`},
		`{a: {absent: true}}`:             {`{"a": null}`},
		`{a: {none: 1}}`:                  {`{}`, `{"a": null}`},
		`{at_least: 1}`:                   {`0.99`, `"1"`, `null`},
		`{at_most: 1}`:                    {`1.01`},
		`{at_most: $from}`:                {`"2026-01-15T12:00:01Z"`, `"2026-01-15T06:30:01-05:30"`},
		`{each: {a: 1}}`:                  {`[]`, `[{"a": 1}, {"a": 2}]`, `{"a": 1}`},
		`{some: {a: 1, b: 2}}`:            {`[{"a": 1}, {"b": 2}]`, `[]`, `{}`},
		`{some: [1, 2]}`:                  {`[1]`},
		`{none: {a: 1}}`:                  {`[{"b": 1}, {"a": 1}]`},
		`{length: 2}`:                     {`[1]`, `"a"`, `2`, `{"a": 1, "b": 2}`},
		`{sorted: {a: desc}}`:             {`[{"a": 1}, {"a": 2}]`, `[{"a": 9}, {"a": 10}]`, `[{"a": 1}, {}]`, `[1]`, `[{"a": 1}, {"a": "1"}]`},
		`{sorted: asc}`:                   {`[10, 9]`, `["b", "a"]`},
		`{seconds_between: [$from, $to]}`: {`54`, `50`, `"fifty"`, `null`, `"52s"`},
		`{seconds_between: [$id, $to]}`:   {`52`},
		`{is: string, length: 2}`:         {`"abc"`},
	} {
		for _, value := range values {
			t.Run(pattern+" does not fit "+value, func(t *testing.T) {
				assert.NotEmpty(t, compile(t, pattern, Schema{}).Match(decode(t, value), true, env()).Mismatches)
			})
		}
	}
}

func TestAMismatchSaysWhereAndWhat(t *testing.T) {
	for _, test := range []struct{ pattern, value, want string }{
		{"a:\n  b~/: 1", `{"a": {"b~/": "1"}}`, `2:8 /a/b~0~1: want 1, got "1"`},
		{`{a: {is: uuid}}`, `{}`, `1:5 /a: want {is: uuid}, got absent`},
		{`{a: [1, 2]}`, `{"a": [1]}`, `1:5 /a: want 2 elements: [1, 2], got [1]`},
		{`[1, 2]`, `[1, 3]`, `1:5 /1: want 2, got 3`},
		{`{length: 2}`, `[]`, `1:10 : want length 2, got no element: []`},
		{`{a: {absent: true}}`, `{"a": null}`, `1:5 /a: want absent, got null`},
		{`{matches: '$id.+'}`, `"x"`, `1:11 : want matches "$id.+", that is call_1.+, got "x"`},
		{`{some: {id: 1, s: a}}`, `[{"id": 2, "s": "b"}, {"id": 1, "s": "<b>"}]`, `1:8 : want an element like {id: 1, s: a}, got 2 elements, none fits; nearest: /1/s is "<b>", want "a"`},
		{`{none: 1}`, `[0, 1]`, `1:8 /1: want no element like 1, got 1`},
		{`{each: {a: 1}}`, `[{"a": 1}, {"a": 2}]`, `1:12 /1/a: want 1, got 2`},
		{`{seconds_between: [$from, $to]}`, `90`, `1:19 : want the 52.4s between "2026-01-15T12:00:00Z" and "2026-01-15T12:00:52.4Z", within 1s, got 90`},
		{`{at_least: 2}`, `1`, `1:12 : want at least 2, got 1`},
		{`$later`, `1`, `1:1 : want $later ($later has no value), got 1`},
		{`{not: $later}`, `1`, `1:7 : want $later ($later has no value), got 1`},
	} {
		t.Run(test.pattern, func(t *testing.T) {
			result := compile(t, test.pattern, Schema{}).Match(decode(t, test.value), true, env())
			require.NotEmpty(t, result.Mismatches)
			m := result.Mismatches[0]
			assert.Equal(t, test.want, fmt.Sprintf("%d:%d %s: want %s, got %s", m.Line, m.Column, m.Path, m.Want, m.Got))
		})
	}
}

func TestSavesComeBeforeComparisons(t *testing.T) {
	for _, test := range []struct {
		name, pattern, value string
		saves                string // as JSON
	}{
		{"of any type", `{a: {save: x}, b: {save: y}, c: {save: z}}`, `{"a": null, "b": [1], "c": 1.50}`, `{"x": null, "y": [1], "z": 1.50}`},
		{"read before they are written", `{a: $x, b: {save: x}}`, `{"a": 1, "b": 1}`, `{"x": 1}`},
		{"together with other matchers", `{is: string, save: x}`, `"a"`, `{"x": "a"}`},
		{"by the groups of an expression", `{matches: '(?P<day>.{10})T(?P<hour>..).+'}`, `"2026-01-15T12:00:00Z"`, `{"day": "2026-01-15", "hour": "12"}`},
		{"by an expression with a name that is saved below", `{a: {matches: '$b-(?P<c>.+)'}, b: {save: b}}`, `{"a": "1.2-3", "b": "1.2"}`, `{"b": "1.2", "c": "3"}`},
		{"by the element that fits", `{some: {id: 2, at: {save: at}}}`, `[{"id": 1, "at": "a"}, {"id": 2, "at": "b"}, {"id": 2, "at": "c"}]`, `{"at": "b"}`},
		{"by each pattern from its own element", `{some: [{id: 1, at: {save: x}}, {id: 2, at: {save: y}, until: {at_least: $y}}]}`,
			`[{"id": 2, "at": 5, "until": 4}, {"id": 1, "at": 9}, {"id": 2, "at": 5, "until": 5}]`, `{"x": 9, "y": 5}`},
		{"by an element found with a name that is saved below", `{a: {some: {id: $id2, at: {save: at}}}, id: {save: id2}}`, `{"a": [{"id": 1, "at": "x"}, {"id": 2, "at": "y"}], "id": 2}`, `{"at": "y", "id2": 2}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := env()
			result := compile(t, test.pattern, Schema{}).Match(decode(t, test.value), true, e)
			require.Empty(t, result.Mismatches)
			got := map[string]any{}
			for _, save := range result.Saves {
				got[save.Name] = save.Value
			}
			assert.True(t, Equal(decode(t, test.saves), got), "%v", got)
			_, known := e.Lookup("x")
			assert.False(t, known, "matching changed the Env")
		})
	}
}

func TestNothingIsSavedFromWhatIsAbsent(t *testing.T) {
	result := compile(t, `{a: {save: x}}`, Schema{}).Match(decode(t, `{}`), true, env())
	assert.Empty(t, result.Saves)
	require.Len(t, result.Mismatches, 1)
	assert.Equal(t, "absent", result.Mismatches[0].Got)
}

func TestAForkSeesButDoesNotChange(t *testing.T) {
	e := env()
	fork := e.Fork(func(name string) (any, bool) { return "other@example.com", name == "account.email" })
	fork.Save(Save{"id", "call_2"})
	for name, want := range map[string]any{"id": "call_2", "dotted": "a.c", "account.email": "other@example.com", "numbers.busy": "919999000486"} {
		got, ok := fork.Lookup(name)
		assert.True(t, ok, name)
		assert.Equal(t, want, got, name)
	}
	got, _ := e.Lookup("id")
	assert.Equal(t, "call_1", got)
	_, ok := e.Lookup("account.email")
	assert.False(t, ok)
}

func TestDecodeTakesOneValueOnly(t *testing.T) {
	for _, text := range []string{``, `{} {}`, `{"a": 01}`, `nul`, "[1,\n"} {
		_, err := Decode([]byte(text))
		assert.Error(t, err, text)
	}
}

func BenchmarkMatch(b *testing.B) {
	pattern := compile(b, `{status_code: 200, data: {call_id: {matches: 'call_.+', save: id}, calls: {some: {id: $count}, each: {at: {is: timestamp}}}}}`, Schema{})
	value := decode(b, `{"status_code": 200, "data": {"call_id": "call_1", "calls": [{"id": 1, "at": "2026-01-15T12:00:00Z"}, {"id": 3, "at": "2026-01-15T12:00:00Z"}]}}`)
	e := env()
	b.ReportAllocs()
	for b.Loop() {
		if !pattern.Match(value, true, e).OK() {
			b.Fatal("no match")
		}
	}
}
