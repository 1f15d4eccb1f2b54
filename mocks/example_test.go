package mocks_test

import (
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ringer-mock/ringer/mocks"
)

// A test that shares the one fake of its process with all others, in a world of
// its own. What the client under test gets is a base URL and credentials.
func Example() {
	TestOurClientHearsOfTheEnd := func(t *testing.T) {
		t.Parallel()
		w := mocks.Shared(t).Sandbox(t)
		client := NewClient(w.URL("vinfer"), w.Account("vinfer").APIKey)

		client.listen(t, w.Inbox.URL)
		id := client.place(t, "+919876543210")
		w.Advance(time.Minute) // it rings, is answered, ends; the callback has been answered

		fmt.Println(client.status(t, id))
		fmt.Printf("%.25s\n", w.Inbox.Deliveries()[0].Body)
	}

	run(TestOurClientHearsOfTheEnd)
	// Output:
	// completed for 48 s
	// {"event":"call.completed"
}

// Half an hour in a few milliseconds: the client's own ticker, the call and the
// retries of a failed callback share one clock.
func ExampleBubble() {
	TestOurPollingIsPatient := func(t *testing.T) {
		mocks.Bubble(t, func(t *testing.T, w *mocks.World) {
			long := w.Persona("answers")
			long.TalksFor = 30 * time.Minute
			w.Bind("+919876543210", long)
			w.Inbox.Answer(mocks.Status(503), mocks.Status(200))

			client := NewClient(w.URL("vinfer"), w.Account("vinfer").APIKey)
			client.http = w.Client() // there are no sockets in a bubble
			client.listen(t, w.Inbox.URL)
			id := client.place(t, "+919876543210")

			began := time.Now()
			for client.status(t, id) != "completed for 1800 s" {
				time.Sleep(7 * time.Minute)
			}
			fmt.Println("seen after", time.Since(began))
			for _, arrival := range w.Inbox.Await(2) {
				fmt.Println("told after", arrival.At.Sub(began), "and answered", arrival.Answered)
			}
		})
	}

	run(TestOurPollingIsPatient)
	// Output:
	// seen after 35m0s
	// told after 30m5s and answered 503
	// told after 30m15s and answered 200
}

// A fault that never fires fails the test, so each shows what it means to.
func ExampleWorld_Arrange() {
	TestOurClientSurvivesABadGateway := func(t *testing.T) {
		w := mocks.Shared(t).Sandbox(t)
		w.Arrange(mocks.Fault{
			On: mocks.Point{Operation: "getCall", Nth: mocks.Counts{1}},
			Do: mocks.Effect{Status: 502},
		})
		client := NewClient(w.URL("vinfer"), w.Account("vinfer").APIKey)
		for range 2 {
			status, _ := client.send(t, "GET", "/v1/calls/cal_3x7q9m2k8wvt", "")
			fmt.Println(status)
		}
	}

	run(TestOurClientSurvivesABadGateway)
	// Output:
	// 502
	// 200
}

// The same as in a file of faults.
func ExampleWorld_ArrangeText() {
	TestOurClientHearsOfIt := func(t *testing.T) {
		w := mocks.Shared(t).Sandbox(t)
		w.ArrangeText(`
- {on: {operation: getCall, nth: 1}, do: {fail: rate-limited, retry_after: 30s}}
`)
		client := NewClient(w.URL("vinfer"), w.Account("vinfer").APIKey)
		status, _ := client.send(t, "GET", "/v1/calls/cal_3x7q9m2k8wvt", "")
		fmt.Println(status, "and fault", w.Faults()[0].N, "fired", w.Faults()[0].Fired, "time")
	}

	run(TestOurClientHearsOfIt)
	// Output:
	// 429 and fault 1 fired 1 time
}

// A receiver that fails, takes too long, crashes, and at last is well. On a
// frozen clock none of that takes any real time.
func ExampleInbox_Answer() {
	TestTheProviderTriesAgain := func(t *testing.T) {
		w := mocks.Shared(t).Sandbox(t)
		w.Inbox.Answer(mocks.Status(503), mocks.Hang(), mocks.Reset(), mocks.Slow(4*time.Second))

		client := NewClient(w.URL("vinfer"), w.Account("vinfer").APIKey)
		client.listen(t, w.Inbox.URL)
		client.place(t, "+919876543210")
		w.Idle()

		for _, attempt := range w.Deliveries()[0].Attempts {
			fmt.Println(attempt.At.Format(time.TimeOnly), attempt.Status, attempt.Took)
		}
	}

	run(TestTheProviderTriesAgain)
	// Output:
	// 12:00:53 503 0s
	// 12:01:03 0 10s
	// 12:01:33 0 0s
	// 12:02:13 200 4s
}

// What came in and what went out, without secrets.
func ExampleWorld_Wait() {
	TestOurCallsAreInTheJournal := func(t *testing.T) {
		w := mocks.Shared(t).Sandbox(t)
		client := NewClient(w.URL("vinfer"), w.Account("vinfer").APIKey)
		var work sync.WaitGroup
		work.Go(func() { client.place(t, "+919876543210") })

		entry := w.Wait(mocks.Sought{Operation: "createCall"}) // no polling, no sleep
		work.Wait()
		fmt.Println(entry.Method, entry.URL(), entry.Status)
	}

	run(TestOurCallsAreInTheJournal)
	// Output:
	// POST /v1/calls 201
}

// All states of a call are known as soon as it is placed.
func ExampleWorld_Call() {
	TestACallIsATimeline := func(t *testing.T) {
		w := mocks.Shared(t).Sandbox(t, mocks.Clock("frozen@2026-03-01T09:00:00Z"))
		client := NewClient(w.URL("vinfer"), w.Account("vinfer").APIKey)
		id := client.place(t, "+919876000486") // 000486: the line is busy
		w.Idle()

		state := w.Call(id).State(w.Now())
		fmt.Println(state.Phase, state.Cause, state.EndedAt.Format(time.TimeOnly))
	}

	run(TestACallIsATimeline)
	// Output:
	// ended busy 09:00:03
}

// run does what go test does with a test, in silence, and once whatever -count
// and -cpu say.
func run(test func(*testing.T)) {
	loud := flag.Lookup("test.v").Value.String()
	flag.Set("test.v", "false")
	defer flag.Set("test.v", loud)
	var once sync.Once
	all := func(string, string) (bool, error) { return true, nil }
	if !testing.RunTests(all, []testing.InternalTest{{Name: "TestOfAnExample", F: func(t *testing.T) { once.Do(func() { test(t) }) }}}) {
		fmt.Println("the test has failed")
	}
}
