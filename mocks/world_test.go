package mocks_test

import (
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

const answering, busy = "+919876543210", "+919876000486"

// everywhere runs a test in both kinds of worlds.
func everywhere(t *testing.T, test func(t *testing.T, w *mocks.World)) {
	t.Helper()
	t.Parallel()
	t.Run("over sockets", func(t *testing.T) {
		t.Parallel()
		test(t, mocks.Shared(t).Sandbox(t))
	})
	t.Run("in a bubble", func(t *testing.T) {
		t.Parallel()
		mocks.Bubble(t, test)
	})
}

func vinfer(w *mocks.World) caller {
	return caller{w.Client(), w.URL("vinfer"), w.Account("vinfer").APIKey}
}

func TestCredentialsAloneSelectTheWorldOfATest(t *testing.T) {
	t.Parallel()
	fake := mocks.Shared(t)
	mine, other := fake.Sandbox(t), fake.Sandbox(t)
	before := len(mine.Calls())

	c := vinfer(mine)
	c.http = http.DefaultClient
	id := c.place(t, answering)
	assert.Len(t, mine.Calls(), before+1)
	assert.Equal(t, answering, mine.Call(id).Order.To)
	assert.Len(t, other.Calls(), before, "another world of the same test")

	session := caller{http: http.DefaultClient, base: mine.URL("induslabs")}
	account := mine.Account("induslabs")
	session.ask(t, "POST", "/api/login", `{"email": "`+account.Email+`", "password": "`+account.Password+`"}`)
	assert.Len(t, mine.Journal(mocks.Sought{Operation: "login"}), 1)
	assert.Empty(t, other.Journal(mocks.Sought{}))
}

func TestTheClientOfAWorldIsInItWithAnyCredential(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		c := vinfer(w)
		c.key = "YOUR_API_KEY"
		c.place(t, answering)
		assert.Len(t, w.Journal(mocks.Sought{Operation: "createCall", Account: "main"}), 1)
	})
}

func TestTheClientTellsNobodyElseOfItsWorld(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		var heard http.Header
		url := w.Serve("app", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { heard = r.Header }))
		resp, err := w.Client().Get(url)
		require.NoError(t, err)
		resp.Body.Close()
		assert.NotNil(t, heard)
		assert.Empty(t, heard.Get(engine.SandboxHeader))
	})
}

func TestAWorldIsNamedAfterItsTestAndGoesWithIt(t *testing.T) {
	t.Parallel()
	fake := mocks.Start(t, "vinfer")
	names := map[string]string{}
	open := func(test string) (name string) {
		failed := watch(t, test, func(t testing.TB) { name = fake.Sandbox(t).Name })
		require.Empty(t, failed)
		return name
	}
	for _, test := range []string{
		"TestA", "TestA/b", "TestA_b", "TestA/b#01", "Testa/b", "TestA/" + strings.Repeat("x", 60), "TestA/" + strings.Repeat("x", 61), "TestÄ/日本", "BenchmarkA", "", "Test",
	} {
		name := open(test)
		assert.True(t, engine.ValidName(name), name)
		assert.Empty(t, names[name], "%s and %s are both %s", names[name], test, name)
		names[name] = test + " "
		_, found := fake.Fake.Sandboxes().Get(name)
		assert.False(t, found, "the world is gone with its test")
		assert.Equal(t, name, open(test), "the same test has the same name in every run")
	}
	assert.Regexp(t, "^a-b-[0-9a-f]{8}$", open("TestA/b"))
}

func TestTimePassesAsToldOnEveryClock(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		began := time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)
		assert.Equal(t, began, w.Now())
		c := vinfer(w)
		c.listen(t, w.Inbox.URL)
		c.place(t, answering)

		moved := w.Next()
		assert.Equal(t, 1, moved.Events)
		assert.Equal(t, "dialing", moved.Happened[0].Event)
		assert.Equal(t, began.Add(time.Second), w.Now())
		assert.Equal(t, 0, w.Advance(time.Millisecond).Events)
		assert.Equal(t, began.Add(1001*time.Millisecond), w.Now())
		moved = w.Advance(time.Minute)
		assert.Equal(t, 1, moved.Deliveries)
		assert.Len(t, w.Inbox.Deliveries(), 1, "callbacks have been answered when it returns")
		assert.Equal(t, began.Add(61001*time.Millisecond), w.Now())
		assert.True(t, w.Idle().Idle)
		after := w.Now()
		assert.Zero(t, w.Next().Events)
		assert.Equal(t, after, w.Now(), "nothing is due any more")
	})
}

func TestAnInboxAnswersAsItIsTold(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		w.Inbox.Answer(mocks.Status(503), mocks.Hang(), mocks.Reset(), mocks.Slow(4*time.Second))
		c := vinfer(w)
		c.listen(t, w.Inbox.URL+"calls?from=vinfer")
		c.place(t, answering)
		w.Idle()

		var told mocks.Delivery
		for _, d := range w.Deliveries() {
			if d.Event == "call.completed" {
				told = d
			}
		}
		require.Len(t, told.Attempts, 4)
		assert.Equal(t, engine.Delivered, told.State)
		first, second, third, fourth := told.Attempts[0], told.Attempts[1], told.Attempts[2], told.Attempts[3]
		assert.Equal(t, 503, first.Status)
		assert.Equal(t, 10*time.Second, second.At.Sub(first.At))
		assert.Zero(t, second.Status)
		assert.Equal(t, 10*time.Second, second.Took, "the provider's own patience")
		assert.Equal(t, 30*time.Second, third.At.Sub(second.At))
		assert.Zero(t, third.Status)
		assert.Contains(t, third.Error, "connection reset by peer")
		assert.Equal(t, 4*time.Second, fourth.Took)

		got := w.Inbox.Deliveries()
		require.Len(t, got, 4)
		for _, d := range got {
			assert.Equal(t, string(told.Body), string(d.Body), "the same bytes every time")
			assert.True(t, strings.HasSuffix(d.Path, "/calls?from=vinfer"), d.Path)
		}
	})
}

func TestAHandlerOfOnesOwnReceivesCallbacks(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		bodies := make(chan string, 1)
		url := w.Serve("app", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			bodies <- r.URL.Path + " " + string(body)
		}))
		c := vinfer(w)
		c.listen(t, url+"/hooks")
		c.place(t, busy)
		w.Idle()
		assert.Contains(t, <-bodies, `/hooks {"event":"call.completed"`)
	})
}

func TestACallbackCanBeReplayed(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		c := vinfer(w)
		c.listen(t, w.Inbox.URL)
		c.place(t, answering)
		w.Idle()
		sent := w.Deliveries()[0]
		again := w.Replay(sent.ID)
		assert.NotEqual(t, sent.ID, again.ID)
		got := w.Inbox.Await(2)
		assert.Equal(t, string(got[0].Body), string(got[1].Body))
	})
}

func TestWhoeverWaitsHearsOfWhatComes(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		c := vinfer(w)
		placed := make(chan string, 1)
		go func() { placed <- c.place(t, answering) }()
		entry := w.Wait(mocks.Sought{Operation: "createCall"})
		assert.Equal(t, 201, entry.Status)
		id := <-placed
		assert.Equal(t, entry, w.Wait(mocks.Sought{Call: id}))
	})
}

func TestInABubbleAWaitLetsTimePass(t *testing.T) {
	t.Parallel()
	mocks.Bubble(t, func(t *testing.T, w *mocks.World) {
		began := time.Now()
		c := vinfer(w)
		c.listen(t, w.Inbox.URL)
		c.place(t, answering)
		w.Wait(mocks.Sought{Event: "call.completed"})
		assert.Equal(t, 53*time.Second, time.Since(began))
		assert.Equal(t, time.Now().UTC(), w.Now(), "the test and the fake have one clock")
	})
}

func TestANumberIsBoundToAPersona(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		long := w.Persona("answers")
		long.TalksFor = 10 * time.Minute
		w.Bind("+91 98765 43211", long)
		w.Bind("+919876543212", w.Persona("busy"))
		c := vinfer(w)
		talk, none := c.place(t, "+919876543211"), c.place(t, "+919876543212")
		cut := c.place(t, answering)
		w.Advance(10 * time.Second)
		w.End(cut, call.CarrierFailure)
		w.Idle()
		now := w.Now()
		assert.Equal(t, 10*time.Minute, w.Call(talk).State(now).Answered())
		assert.Equal(t, call.Busy, w.Call(none).State(now).Cause)
		assert.Equal(t, call.CarrierFailure, w.Call(cut).State(now).Cause)
	})
}

func TestAccountLevelCallbacksGoWhereTheyAreSent(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		w.CallBack("intellicall", w.Inbox.URL+"results")
		c := caller{w.Client(), w.URL("intellicall"), w.Account("intellicall").APIKey}
		c.ask(t, "POST", "/calls", `{"from_number": "919800000000", "to_number": "9876543210", "crm_username": "agent.017", "uuid": "5deb67aa-d54d-4536-9a25-a29813b3bddd"}`)
		w.Idle()
		assert.True(t, strings.HasSuffix(w.Inbox.Await(1)[0].Path, "/results"))
	})
}

func TestAClockCanBeginAndMoveAnotherWay(t *testing.T) {
	t.Parallel()
	w := mocks.Shared(t).Sandbox(t, mocks.Clock("frozen@2026-03-01T09:00:00Z"), mocks.Seed(7))
	assert.Equal(t, "2026-03-01T09:00:00Z", w.Now().Format(time.RFC3339))
	plain := watch(t, t.Name(), func(t testing.TB) { mocks.Shared(t).Sandbox(t, mocks.Clock("60")) })
	assert.Contains(t, plain, `clock "60": want real, frozen, frozen@TIME or a factor such as 60x`)
}

func TestAFaultThatNeverFiredFailsItsTest(t *testing.T) {
	t.Parallel()
	fake := mocks.Shared(t)
	for name, c := range map[string]struct {
		test func(t *testing.T, w *mocks.World)
		want string
	}{
		"it fired": {
			func(t *testing.T, w *mocks.World) {
				w.Arrange(mocks.Fault{On: mocks.Point{Operation: "getCall"}, Do: mocks.Effect{Status: 503}})
				status, _ := vinfer(w).send(t, "GET", "/v1/calls/cal_3x7q9m2k8wvt", "")
				assert.Equal(t, 503, status)
			}, "",
		},
		"it did not": {
			func(_ *testing.T, w *mocks.World) {
				w.ArrangeText("- {on: {operation: getCall}, do: {status: 503}}\n- {on: {operation: createCall, nth: 2}, do: {status: 429}}")
				vinfer(w).send(t, "GET", "/v1/calls/cal_3x7q9m2k8wvt", "")
			}, `fault 2 never fired, of 0 that fitted: {"on":{"operation":"createCall","nth":2},"do":{"status":429}}`,
		},
		"it is not the only one": {
			func(_ *testing.T, w *mocks.World) {
				w.ArrangeText("[{on: {operation: getCall}, do: {status: 503}}]")
				w.ArrangeText("[{on: {operation: createCall}, do: {status: 503}}]")
				vinfer(w).send(t, "GET", "/v1/calls/cal_3x7q9m2k8wvt", "")
			}, `fault 2 never fired, of 0 that fitted: {"on":{"operation":"createCall"},"do":{"status":503}}`,
		},
		"nobody knows it": {
			func(_ *testing.T, w *mocks.World) {
				w.ArrangeText("[{on: {operation: getCal}, do: {status: 503}}]")
			}, `did you mean getCall?`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed := watch(t, t.Name(), func(tb testing.TB) { c.test(t, fake.Sandbox(tb)) })
			if c.want == "" {
				assert.Empty(t, failed)
			}
			assert.Contains(t, failed, c.want)
		})
	}
}

func TestAFaultEndsAConnectionInEveryWorld(t *testing.T) {
	everywhere(t, func(t *testing.T, w *mocks.World) {
		w.ArrangeText("- {on: {operation: createCall, nth: 1}, do: {reset: before}}\n- {on: {operation: createCall, nth: 2}, do: {reset: during}}")
		ask := func() (string, error) {
			body := `{"phone": "+919876543210", "script_id": "scr_5k9m2x7q4wvt", "language": "en-IN"}`
			request, err := http.NewRequestWithContext(t.Context(), "POST", w.URL("vinfer")+"/v1/calls", strings.NewReader(body))
			require.NoError(t, err)
			request.Header.Set("Authorization", "Bearer "+w.Account("vinfer").APIKey)
			request.Header.Set("Content-Type", "application/json")
			answer, err := w.Client().Do(request)
			if err != nil {
				return "", err
			}
			defer answer.Body.Close()
			got, err := io.ReadAll(answer.Body)
			return string(got), err
		}
		_, err := ask()
		assert.ErrorIs(t, err, syscall.ECONNRESET)
		half, err := ask()
		assert.ErrorIs(t, err, syscall.ECONNRESET)
		assert.NotEmpty(t, half)
		_, err = ask()
		assert.NoError(t, err)
	})
}

func TestWhatBreaksTheDocumentFailsItsTest(t *testing.T) {
	t.Parallel()
	honest, err := mocks.New(mocks.Options{}, "vinfer")
	require.NoError(t, err)
	broken, _ := honest.Provider("vinfer")
	provider := *broken
	provider.Operations = map[string]engine.Operation{}
	for id, run := range broken.Operations {
		provider.Operations[id] = run
	}
	provider.Operations["getCall"] = func(*engine.Request) (engine.Reply, error) {
		return engine.Reply{Body: map[string]any{"id": 7}}, nil
	}
	render := broken.Callbacks.Render
	provider.Callbacks.Render = func(m *engine.Moment) []engine.Callback {
		owed := render(m)
		for i := range owed {
			owed[i].Body = map[string]any{"event": "nothing of the kind"}
		}
		return owed
	}
	fake, err := engine.New(engine.Options{Providers: []engine.Provider{provider}, Strict: true, Clock: engine.Mode{Kind: engine.Frozen}})
	require.NoError(t, err)
	server := mocks.ServeFake(t, fake, "vinfer")
	failed := watch(t, t.Name(), func(tb testing.TB) {
		w := server.Sandbox(tb)
		c := vinfer(w)
		c.listen(t, w.Inbox.URL)
		id := c.place(t, answering)
		w.Idle()
		status, _ := c.send(t, "GET", "/v1/calls/"+id, "")
		assert.Equal(t, 500, status)
	})
	assert.Contains(t, failed, "the fake broke the document: vinfer: operation getCall broke the document: ")
	assert.Contains(t, failed, "the fake broke the document: vinfer: callback call.completed: it breaks the document: ")
}

func TestAMisspeltNameIsMetWithTheNearestWord(t *testing.T) {
	t.Parallel()
	for want, try := range map[string]func(w *mocks.World){
		`this fake has no provider "vinfr"; did you mean vinfer?`:      func(w *mocks.World) { w.URL("vinfr") },
		`vinfer has no account "othr"; did you mean other?`:            func(w *mocks.World) { w.AccountNamed("vinfer", "othr") },
		`the phone book has no persona "bussy"; did you mean busy?`:    func(w *mocks.World) { w.Persona("bussy") },
		`no call has the id "cal_0"`:                                   func(w *mocks.World) { w.Call("cal_0") },
		`end call cal_0: no call or job has this id`:                   func(w *mocks.World) { w.End("cal_0", call.HungUp) },
		`replay d7: no delivery has this id; the oldest are forgotten`: func(w *mocks.World) { w.Replay("d7") },
		`this fake has no provider "callabb"; did you mean callab?`:    func(w *mocks.World) { w.CallBack("callabb", "http://x") },
	} {
		failed := watch(t, t.Name(), func(t testing.TB) {
			try(mocks.Shared(t).Sandbox(t))
		})
		assert.Contains(t, failed, want)
	}
}

func TestAnAccountOfAnotherKindIsInTheSameWorld(t *testing.T) {
	t.Parallel()
	w := mocks.Shared(t).Sandbox(t)
	c := vinfer(w)
	id := c.place(t, answering)
	c.key = w.AccountNamed("vinfer", "other").APIKey
	status, _ := c.send(t, "GET", "/v1/calls/"+id, "")
	assert.Equal(t, http.StatusNotFound, status)
	assert.Len(t, w.Journal(mocks.Sought{Account: "other"}), 1)
	assert.Equal(t, "other+"+w.Name+"@example.com", w.AccountNamed("induslabs", "other").Email)
}

func TestReceiversOverSocketsAreClosedWithTheWorld(t *testing.T) {
	t.Parallel()
	var url string
	require.Empty(t, watch(t, t.Name(), func(t testing.TB) {
		url = mocks.Shared(t).Sandbox(t).Serve("app", http.NotFoundHandler())
	}))
	_, err := http.Get(url)
	assert.ErrorContains(t, err, "connection refused")
}
