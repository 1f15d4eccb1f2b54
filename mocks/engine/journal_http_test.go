package engine

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNoSecretReachesTheJournal(t *testing.T) {
	b := newBench(t)
	const canary = "canary-7c1f"
	for _, send := range []struct {
		method, path, body string
		header             []string
	}{
		{"POST", "/login", `{"user": "ann@example.com", "password": "` + canary + `"}`, nil},
		{"POST", "/login", `{"user": "ann@example.com", "pass\u0077ord": "` + canary + `"}`, nil},
		{"POST", "/login", `{"user": {"password": {"x": "` + canary + `"}}}`, nil},
		{"POST", "/login", `{"user": "ann@example.com", "password": ["` + canary + `"]}`, nil},
		{"POST", "/login", `{"password": "` + canary + `", "password": ""}`, nil},
		{"POST", "/login", `{"user": "ann@example.com", "password": "` + canary, nil},
		{"POST", "/login", `"` + canary + `"`, nil},
		{"POST", "/login", `user=ann&password=` + canary, []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"POST", "/pages", `{"to": "123456", "api_key": "` + canary + `"}`, []string{"Authorization", "Bearer main/default/0"}},
		{"POST", "/pages", `{"to": "123456", "hook": "http://127.0.0.1/x?token=` + canary + `"}`, []string{"Authorization", "Bearer main/default/0"}},
		{"GET", "/pages", "", []string{"Authorization", "Bearer " + canary}},
		{"GET", "/pages", "", []string{"Cookie", "session=" + canary}},
		{"GET", "/pages", "", []string{"X-Api-Key", canary}},
		{"GET", "/pages", "", []string{"Proxy-Authorization", canary}},
		{"GET", "/pages?token=" + canary, "", nil},
		{"GET", "/pages?size=3&API%5FKEY=" + canary, "", nil},
		{"GET", "/nowhere?signature=" + canary, `{"password": "` + canary + `"}`, nil},
		{"GET", "/ringer/recordings/default/x.wav?signature=" + canary, "", nil},
	} {
		b.ask(send.method, send.path, send.body, send.header...)
	}
	text := b.tell("GET", "/sandboxes/default/journal", "").Body.String()
	assert.NotContains(t, text, canary)
	assert.Contains(t, text, "ann@example.com", "what is no secret stays")
	assert.Contains(t, text, redacted)
}

func TestATokenThatIsHandedOutIsNotWrittenDown(t *testing.T) {
	b := newBench(t)
	require.Equal(t, 200, b.ask("POST", "/login", `{"user": "ann@example.com", "password": "hunter2"}`).Code)
	entries := b.journal("?operation=signIn")["entries"].([]any)
	require.Len(t, entries, 1)
	entry := entries[0].(map[string]any)
	assert.Equal(t, `{"password":"[redacted]","user":"ann@example.com"}`, entry["sent"].(map[string]any)["body"])
	assert.Equal(t, `{"pass":"[redacted]"}`, entry["answer"].(map[string]any)["body"])
}

func TestAnEntryTellsTheWholeExchange(t *testing.T) {
	b := newBench(t)
	sent := b.main("POST", "/pages?trace=1", `{"to": "123456"}`, "User-Agent", "test")
	id := sent.json(t)["id"].(string)
	b.main("GET", "/pages", "")

	entries := b.journal("?operation=sendPage&call=" + id)["entries"].([]any)
	require.Len(t, entries, 1)
	assert.Equal(t, map[string]any{
		"seq": 1.0, "at": "2026-01-15T12:00:00Z", "provider": "paging", "operation": "sendPage", "account": "main",
		"method": "POST", "url": "/pages?trace=1", "status": 201.0,
		"sent": map[string]any{
			"headers": map[string]any{"Authorization": redacted, "Content-Type": "application/json", "User-Agent": "test"},
			"body":    `{"to": "123456"}`, "length": 16.0,
		},
		"answer": map[string]any{
			"headers": map[string]any{"Content-Type": "application/json", "X-Page": id},
			"body":    sent.Body.String(), "length": float64(sent.Body.Len()),
		},
	}, entries[0])
}

func TestBodiesAreCutAndTheJournalIsBounded(t *testing.T) {
	j := newJournal(100 << 10)
	for i := range 50 {
		e := &Entry{Sandbox: "a"}
		newRedactor(nil, nil).note(e, fmt.Sprint(i), nil, half{body: []byte(strings.Repeat("x", 40<<10))}, half{})
		require.Len(t, e.Sent().Body, bodyKept)
		require.Equal(t, 40<<10, e.Sent().Length)
		j.add(e)
	}
	kept, newest := j.since("a", 0)
	assert.EqualValues(t, 50, newest)
	require.Len(t, kept, 6, "six of sixteen KiB each go into a hundred")
	assert.Equal(t, "49", kept[5].URL())
	assert.EqualValues(t, 44, j.dropped)
}

func TestManySmallEntriesDoNotKeepTheMemoryOfOldOnes(t *testing.T) {
	j := newJournal(10 * entryCost)
	for range 10_000 {
		j.add(&Entry{Sandbox: "a"})
	}
	assert.LessOrEqual(t, len(j.entries), 3000)
	kept, _ := j.since("a", 0)
	assert.Len(t, kept, 10)
}

func TestAJournalWaitsForWhatIsSoughtAndForNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJournal(1 << 20)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		got := make(chan []*Entry, 1)
		go func() {
			found, _ := j.Find(ctx, "a", Sought{Operation: "x"})
			got <- found
		}()
		for _, e := range []*Entry{{Sandbox: "b", Operation: "x"}, {Sandbox: "a", Operation: "y"}} {
			synctest.Wait()
			j.add(e)
		}
		synctest.Wait()
		assert.Empty(t, got)
		j.add(&Entry{Sandbox: "a", Operation: "x", Status: 7})
		assert.Equal(t, 7, (<-got)[0].Status)
	})
}

func TestAWaitThatEndsInVainExplainsWhatCameClosest(t *testing.T) {
	b := newBench(t)
	b.main("GET", "/pages", "")
	b.ask("GET", "/pages", "")
	near := b.journal("?operation=listPages&status=200&account=other&wait=1ms")["near"].([]any)
	require.Len(t, near, 2)
	assert.Equal(t, []any{"account is main, not other"}, near[0].(map[string]any)["why"])
	assert.Equal(t, []any{"account is none, not other", "status is 401, not 200"}, near[1].(map[string]any)["why"])
}

func TestSandboxesHaveJournalsOfTheirOwn(t *testing.T) {
	b := newBench(t)
	b.main("GET", "/pages", "")
	require.Equal(t, 201, b.tell("PUT", "/sandboxes/t1", "").Code)
	b.ask("GET", "/pages", "", "Ringer-Sandbox", "t1")
	assert.Len(t, b.journal("")["entries"], 1)
	require.Equal(t, 204, b.tell("POST", "/sandboxes/default/reset?only=journal", "").Code)
	assert.Empty(t, b.journal("")["entries"])
	other := b.tell("GET", "/sandboxes/t1/journal", "").json(t)
	assert.Len(t, other["entries"], 1)
}
