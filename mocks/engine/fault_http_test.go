package engine

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFaultFiresAtItsNthRequestOnly(t *testing.T) {
	b := newBench(t)
	put := b.tell("PUT", "/sandboxes/default/faults", `[
		{"on": {"operation": "listPages", "nth": 2}, "do": {"status": 503, "retry_after": 7}},
		{"on": {"operation": "listPages", "nth": 4, "provider": "paging"}, "do": {"fail": "broken"}},
		{"on": {"operation": "readPage"}, "do": {"fail": "not-found"}},
		{"on": {"operation": "sendPage", "account": "other"}, "do": {"fail": "rate-limited"}},
		{"on": {"operation": "openPage", "nth": 1}, "do": {"status": 418, "body": {"tea": true}}}
	]`)
	require.Equal(t, 200, put.Code, put.Body)

	assert.Equal(t, 200, b.main("GET", "/pages", "").Code)
	second := b.main("GET", "/pages", "")
	assert.Equal(t, 503, second.Code)
	assert.Equal(t, "7", second.Header().Get("Retry-After"))
	assert.Equal(t, `{"no":"full"}`, second.Body.String(), "in the provider's own form")
	assert.Equal(t, 200, b.main("GET", "/pages", "").Code)
	assert.Equal(t, 500, b.main("GET", "/pages", "").Code, "every fault counts every request")

	for range 3 {
		assert.Equal(t, 404, b.main("GET", "/pages/x", "").Code)
	}
	assert.Equal(t, 201, b.main("POST", "/pages", `{"to": "123456"}`).Code)
	assert.Equal(t, 429, b.ask("POST", "/pages", `{"to": "123456"}`, "Authorization", "Bearer other/default/0").Code)
	tea := b.ask("GET", "/open/x", "")
	assert.Equal(t, 418, tea.Code)
	assert.Equal(t, `{"tea":true}`, tea.Body.String())
	assert.Equal(t, 404, b.ask("GET", "/open/x", "").Code)
	require.Equal(t, 201, b.tell("PUT", "/sandboxes/t1", "").Code)
	assert.Equal(t, 200, b.ask("GET", "/pages", "", "Authorization", "Bearer main/t1/0", "Ringer-Sandbox", "t1").Code, "another sandbox has none")

	var fired []any
	for _, f := range b.tell("GET", "/sandboxes/default/faults", "").json(t)["faults"].([]any) {
		fired = append(fired, f.(map[string]any)["fired"])
	}
	assert.Equal(t, []any{1.0, 1.0, 3.0, 1.0, 1.0}, fired)
	assert.Equal(t, "fault 5: status 418, body", b.journal("?status=418")["entries"].([]any)[0].(map[string]any)["note"])

	require.Equal(t, 204, b.tell("DELETE", "/sandboxes/default/faults", "").Code)
	assert.Equal(t, 404, b.ask("GET", "/open/x", "").Code)
}

func TestAFaultThatCouldNeverFireIsRefused(t *testing.T) {
	b := newBench(t)
	for body, want := range map[string]string{
		`{on: {operation: listPage}, do: {status: 503}}`:                                `no operation is called "listPage"; did you mean listPages?`,
		`{on: {stage: transcripts}, do: {never: true}}`:                                 `no stage is called "transcripts"; did you mean transcript?`,
		`{on: {event: page.endet}, do: {deliver: twice}}`:                               `no event is called "page.endet"; did you mean page.ended?`,
		`{on: {provider: pager, operation: listPages}, do: {status: 503}}`:              `no provider is called "pager"`,
		`{on: {operation: listPages, account: mian}, do: {status: 503}}`:                `no account is called "mian"; did you mean main?`,
		`{on: {operation: openPage, account: main}, do: {status: 503}}`:                 `openPage asks for no credential, so no account is known there`,
		`{on: {operation: listPages, persona: answer}, do: {status: 503}}`:              `no persona is called "answer"; did you mean answers?`,
		`{on: {operation: listPages, number: none}, do: {status: 503}}`:                 `"none" is no phone number: want digits, such as '919812345678'`,
		`{on: {}, do: {status: 503}}`:                                                   `a fault waits on one of operation, stage and event`,
		`{on: {operation: listPages, stage: ring}, do: {delay: 3s}}`:                    `a fault waits on one of operation, stage and event`,
		`{on: {operation: listPages, attempt: 1}, do: {status: 503}}`:                   `attempt goes with event, not with operation`,
		`{on: {operation: listPages, nht: 1}, do: {status: 503}}`:                       `unknown word "nht"; did you mean nth?`,
		`{on: {operation: listPages, nth: 0}, do: {status: 503}}`:                       `nth: want a number from 1, or several: [1, 2]`,
		`{on: {operation: listPages, nth: []}, do: {status: 503}}`:                      `nth: want a number from 1, or several: [1, 2]`,
		`{on: {operation: listPages, times: 1.5}, do: {status: 503}}`:                   `times: want a number from 1`,
		`{on: {operation: listPages, chance: 30}, do: {status: 503}}`:                   `chance: want a probability above 0 and up to 1, such as 0.3`,
		`{on: {operation: listPages, chance: 0}, do: {status: 503}}`:                    `chance: want a probability above 0 and up to 1, such as 0.3`,
		`{on: {operation: listPages, operation: readPage}, do: {status: 503}}`:          `operation stands twice`,
		`{on: {operation: listPages}}`:                                                  `a fault on listPages does something: fail, status, body, headers, retry_after, delay, hang, reset, truncate, malformed, content_type, expire or lag`,
		`{on: {operation: listPages}, do: {status: 700}}`:                               `status: want a status from 200 to 599`,
		`{on: {operation: listPages}, do: {fail: broken, status: 500}}`:                 `a fault does either fail or status`,
		`{on: {operation: listPages}, do: {truncate: true, reset: after}}`:              `a fault does either reset or truncate`,
		`{on: {operation: listPages}, do: {reset: befor}}`:                              `reset is before, during or after, not "befor"; did you mean before?`,
		`{on: {operation: listPages}, do: {hang: false}}`:                               `hang: want true; leave it out where it is not meant`,
		`{on: {operation: listPages}, do: {hang: true, malformed: true}}`:               `what hangs has no answer: nothing else goes with it`,
		`{on: {operation: listPages}, do: {delay: 3}}`:                                  `delay: want a duration such as 30s or 5m`,
		`{on: {operation: listPages}, do: {retry_after: 3}}`:                            `retry_after needs status or fail beside it`,
		`{on: {operation: listPages}, do: {body: {a: 1}}}`:                              `body needs status or fail beside it`,
		`{on: {operation: listPages}, do: {status: 500, headers: {a b: c}}}`:            `headers: "a b" is no header field`,
		`{on: {operation: listPages}, do: {status: 500, headers: {content-length: 1}}}`: `headers: Content-Length is made by the server; truncate: true announces more than it sends`,
		`{on: {operation: listPages}, do: {status: 500, body: {n: +91981}}}`:            `body: +91981 is no value of JSON; write "+91981" with quotes`,
		`{on: {operation: sendPage}, do: {lag: 5s}}`:                                    `lag goes with operations that read, and sendPage does not`,
		`{on: {operation: openPage}, do: {expire: token}}`:                              `openPage asks for no credential, so none can expire`,
		`{on: {operation: listPages}, do: {expire: 10s}}`:                               `expire is token, not "10s"`,
		`{on: {operation: listPages}, do: {deliver: twice}}`:                            `deliver does not go with operation; fail, status, body, headers, retry_after, delay, hang, reset, truncate, malformed, content_type, expire, lag do`,
		`{on: {stage: ring}, do: {empty: true}}`:                                        `empty does not go with the stage ring, but with transcript; here go fail, delay, never`,
		`{on: {stage: recording}, do: {expire: soon}}`:                                  `expire: want a duration such as 10s`,
		`{on: {stage: transcript}, do: {fail: 200}}`:                                    `the stage transcript cannot fail with "200"`,
		`{on: {event: page.ended}, do: {deliver: thrice}}`:                              `deliver is early, twice, again, last or never, not "thrice"`,
		`{on: {event: page.ended}, do: {alter: gone}}`:                                  `alter: want a merge patch such as {status: busy, duration: null}`,
		`[]`: `a fault has to be a mapping with on or do`,
	} {
		got := b.tell("PUT", "/sandboxes/default/faults", "[{on: {operation: listPages}, do: {status: 503}}, "+body+"]", "Content-Type", "application/yaml")
		assert.Equal(t, 400, got.Code, body)
		said := fmt.Sprint(got.json(t)["error"])
		assert.True(t, strings.HasPrefix(said, "fault 2: "+want), "%s\n%s", body, said)
	}
	for body, want := range map[string]string{
		`{"on": {"operation": "listPages"}, "do": {"status": 500}}`:                                                `want a list such as [{on: {operation: …}, do: {status: 503}}]`,
		"- on: {operation: listPages}\n  do: {status: 503}\n- on:\n    operation: listPage\n  do: {status: 503}\n": `fault 2, line 4: no operation is called "listPage"; did you mean listPages?`,
		"- on: {operation: listPages}\n  do: {status: 503\n":                                                       `line `,
	} {
		got := b.tell("PUT", "/sandboxes/default/faults", body)
		assert.Equal(t, 400, got.Code, body)
		assert.True(t, strings.HasPrefix(fmt.Sprint(got.json(t)["error"]), want), "%s\n%s", body, got.Body)
	}
	told := b.tell("GET", "/sandboxes/default/faults", "").json(t)
	assert.Empty(t, told["faults"])
	assert.Equal(t, []any{}, told["unused"])
}

func TestWhatIsWrongWithAFileOfFaultsIsToldWithFileAndLine(t *testing.T) {
	b := newBench(t)
	for file, want := range map[string]string{
		"- on: {operation: listPage}\n  do: {status: 503}\n":                       `night.yaml:1: no operation is called "listPage"; did you mean listPages?`,
		"- on: {operation: listPages}\n  do: {status: 503}\n  du: 1\n":             `night.yaml:3: unknown word "du"; did you mean do?`,
		"- on: {operation: listPages}\n  do:\n    status: 503\n    status: 504\n":  `night.yaml:4: status stands here twice, first on line 3`,
		"- on: {operation: listPages}\n  do:\n    status: 503\n    fail: broken\n": `night.yaml:3: a fault does either fail or status`,
		"# nothing\n": "night.yaml: no fault in it: want a list such as [{on: {operation: …}, do: {status: 503}}]",
		"- {on: {operation: listPages}, do: {status: 503}}\n---\n[]\n": "night.yaml:2: a second document: all faults stand in one list",
		"[]\n": "night.yaml:1: no fault in it: want a list such as [{on: {operation: …}, do: {status: 503}}]",
	} {
		list, err := ParseFaults("night.yaml", []byte(file))
		if err == nil {
			err = b.fake.Arrange(DefaultSandbox, list)
		}
		assert.EqualError(t, err, want, file)
	}
}

func TestAFaultIsShownAsItMayBeArranged(t *testing.T) {
	b := newBench(t)
	const text = `[{"on":{"operation":"listPages","account":"main","nth":[1,2],"times":2,"chance":0.5},"do":{"status":429,"body":{"b":1,"a":"+1"},"headers":{"Server":"proxy"},"content_type":"text/html","retry_after":"1m30s","delay":"3s"}}]`
	list, err := ParseFaults("", []byte(text))
	require.NoError(t, err)
	assert.Equal(t, text, "["+list[0].String()+"]")
	require.NoError(t, b.fake.Arrange(DefaultSandbox, list))
	assert.Equal(t, text, "["+b.fake.Faults(DefaultSandbox)[0].String()+"]")
}

func TestEveryWordOfAFaultStandsInTheListOfWords(t *testing.T) {
	for of, rows := range map[reflect.Type][]FaultWord{reflect.TypeFor[Point](): PointWords(), reflect.TypeFor[Effect](): EffectWords()} {
		var words []string
		for i := range of.NumField() {
			word, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			words = append(words, word)
		}
		assert.ElementsMatch(t, words, faultWordsOf(rows), of)
	}
}

func TestAFaultOfAnUnknownKindIsRefused(t *testing.T) {
	b := newBench(t, func(o *Options) {
		o.Providers[0].Fail = func(f *Failure) Reply {
			if f.Kind == "bad-login" {
				return Reply{Status: 400, Body: no{No: "who?"}}
			}
			return Reply{Status: 500, Body: no{No: "broken"}}
		}
	})
	for kind, want := range map[string]int{"bad-login": 200, "rate-limited": 200, "rate-limit": 400, "bad-logi": 400} {
		got := b.tell("PUT", "/sandboxes/default/faults", `[{"on": {"operation": "listPages"}, "do": {"fail": "`+kind+`"}}]`)
		assert.Equal(t, want, got.Code, kind)
		if kind == "rate-limit" {
			assert.Equal(t, `{"error":"fault 1: no failure is called \"rate-limit\"; did you mean rate-limited?"}`, got.Body.String())
		}
	}
}

func TestFaultsThatAreAddedLeaveTheCountsOfTheOthers(t *testing.T) {
	b := newBench(t)
	list := `[{"on": {"operation": "listPages", "nth": 2}, "do": {"status": 503}}]`
	require.Equal(t, 200, b.tell("POST", "/sandboxes/default/faults", list).Code)
	assert.Equal(t, 200, b.main("GET", "/pages", "").Code)
	added := b.tell("POST", "/sandboxes/default/faults", `[{"on": {"operation": "readPage"}, "do": {"fail": "not-found"}}]`)
	require.Equal(t, 200, added.Code, added.Body)
	assert.Len(t, added.json(t)["faults"], 2)
	assert.Equal(t, 503, b.main("GET", "/pages", "").Code, "the second request all the same")
	assert.Equal(t, 404, b.main("GET", "/pages/x", "").Code)
	assert.Equal(t, []any{}, b.tell("GET", "/sandboxes/default/faults", "").json(t)["unused"])

	assert.Equal(t, 400, b.tell("POST", "/sandboxes/default/faults", `[{"on": {"operation": "nothing"}, "do": {"status": 503}}]`).Code)
	many := "[" + strings.Repeat(`{"on": {"operation": "listPages"}, "do": {"status": 503}},`, mostFaults-1)
	refused := b.tell("POST", "/sandboxes/default/faults", many[:len(many)-1]+"]")
	assert.Equal(t, 400, refused.Code)
	assert.Contains(t, refused.Body.String(), "2 faults are arranged, and 999 more are beyond 1000")
	assert.Len(t, b.tell("GET", "/sandboxes/default/faults", "").json(t)["faults"], 2, "all or none")
}
