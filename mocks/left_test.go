package mocks_test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/mocks"
)

// leaving says which of the tests below is to fail: they are run in a process
// of their own.
const leaving = "RINGER_TEST_LEAVES"

// leave runs a test of this file that fails, and returns what it printed.
func leave(t *testing.T, what string) string {
	t.Helper()
	printed, err := alone(t, "TestWhatIsLeftBehind|TestTheOthersGoOn", leaving+"="+what)
	assert.Error(t, err, "the test has not failed:\n%s", printed)
	assert.Contains(t, printed, "--- PASS: TestTheOthersGoOn", "one bad test has ended all of them")
	assert.NotContains(t, printed, "panic:")
	return printed
}

func TestAGoroutineThatIsLeftBehindIsNamed(t *testing.T) {
	t.Parallel()
	for what, want := range map[string]string{
		"a poller":      `left behind: the goroutine started by \S*mocks_test.startPoller \(left_test.go:\d+\): sleep in \S*mocks_test.poll \(left_test.go:\d+\)`,
		"a worker":      `left behind: the goroutine started by \S*mocks_test.startWorker \(left_test.go:\d+\): chan receive in \S*mocks_test.work \(left_test.go:\d+\)`,
		"a receiver":    `left behind: the goroutine started by net/http.\(\*Server\).Serve \(server.go:\d+\): select \(no cases\) in \S*mocks_test.stuck \(left_test.go:\d+\)`,
		"a dead end":    `waits for ever: the test itself: chan receive in \S*mocks_test.work \(left_test.go:\d+\)`,
		"a fatal error": `the reason that counts`,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			printed := leave(t, what)
			assert.Regexp(t, want, printed)
			assert.LessOrEqual(t, strings.Count(printed, ".go:"), 3, "what is ours is not named:\n%s", printed)
			if what == "a fatal error" {
				assert.NotContains(t, printed, "left behind")
			}
		})
	}
}

func TestWhatIsLeftBehind(t *testing.T) {
	what := os.Getenv(leaving)
	if what == "" {
		t.Skip("a test of its own runs this one, to see it fail")
	}
	mocks.Bubble(t, func(t *testing.T, w *mocks.World) {
		switch what {
		case "a poller":
			startPoller()
		case "a worker":
			startWorker()
		case "a receiver":
			c := vinfer(w)
			c.listen(t, w.Serve("app", http.HandlerFunc(stuck)))
			c.place(t, busy)
			w.Wait(mocks.Sought{Operation: "createCall"})
			time.Sleep(time.Minute)
		case "a dead end":
			work(make(chan int))
		case "a fatal error":
			startWorker()
			t.Fatal("the reason that counts")
		}
	})
}

func TestTheOthersGoOn(t *testing.T) {}

func startPoller() { go poll() }

func poll() {
	for {
		time.Sleep(time.Minute)
	}
}

func startWorker() { go work(make(chan int)) }

func work(jobs chan int) { <-jobs }

func stuck(http.ResponseWriter, *http.Request) { select {} }

func TestWhatEndsInTimeIsNotLeftBehind(t *testing.T) {
	t.Parallel()
	mocks.Bubble(t, func(t *testing.T, w *mocks.World) {
		jobs := make(chan int)
		go work(jobs)
		t.Cleanup(func() { close(jobs) })
		ticks := time.NewTicker(time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		t.Cleanup(cancel)
		go func() {
			for {
				select {
				case <-ticks.C:
					vinfer(w).place(t, busy)
				case <-ctx.Done():
					return
				}
			}
		}()
		time.Sleep(10*time.Second + time.Millisecond)
		assert.Len(t, w.Journal(mocks.Sought{Operation: "createCall"}), 10)
	})
}
