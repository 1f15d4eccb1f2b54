package engine

import (
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
	assert.Equal(t, "a fault was arranged", b.journal("?status=418")["entries"].([]any)[0].(map[string]any)["note"])

	require.Equal(t, 204, b.tell("DELETE", "/sandboxes/default/faults", "").Code)
	assert.Equal(t, 404, b.ask("GET", "/open/x", "").Code)
}

func TestAFaultThatCouldNeverFireIsRefused(t *testing.T) {
	b := newBench(t)
	for body, want := range map[string]string{
		`[{"on": {"operation": "listPage"}, "do": {"status": 503}}]`:                        `{"error":"fault 1: no operation is called \"listPage\"; did you mean listPages?"}`,
		`[{"on": {"provider": "pager", "operation": "listPages"}, "do": {"status": 503}}]`:  `{"error":"fault 1: no provider is called \"pager\""}`,
		`[{"on": {"operation": "listPages"}, "do": {}}]`:                                    `{"error":"fault 1: a fault on listPages does either fail or status"}`,
		`[{"on": {"operation": "listPages"}, "do": {"fail": "broken", "status": 500}}]`:     `{"error":"fault 1: a fault on listPages does either fail or status"}`,
		`[{"on": {"operation": "listPages"}, "do": {"status": 700}}]`:                       `{"error":"body 0.do.status must be at most 599"}`,
		`[{"on": {"operation": "listPages", "nht": 1}, "do": {"status": 500}}]`:             `{"error":"body 0.on has a member that is not allowed"}`,
		`{"on": {"operation": "listPages"}, "do": {"status": 500}}`:                         `{"error":"body must be an array"}`,
		`[{"on": {"operation": "listPages"}, "do": {"status": 500}}, {"on": {}, "do": {}}]`: `{"error":"body 1.on.operation is required"}`,
	} {
		got := b.tell("PUT", "/sandboxes/default/faults", body)
		assert.Equal(t, 400, got.Code, body)
		assert.Equal(t, want, got.Body.String(), body)
	}
	assert.Empty(t, b.tell("GET", "/sandboxes/default/faults", "").json(t)["faults"])
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
