package engine

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

const acmeFreedoms = `freedoms:
  - {name: more, at: callbacks, do: members, because: of it, claims: [ACM-001]}
  - {name: order, at: callbacks, do: order, because: of it, claims: [ACM-001]}
  - {name: spacing, at: callbacks, do: spacing, because: of it, claims: [ACM-001]}
  - {name: late, at: callbacks, do: late, most: 30s, because: of it, claims: [ACM-001]}
  - {name: repeat, at: callbacks, do: repeat, because: of it, claims: [ACM-001, ACM-002]}
  - {name: pauses, at: callbacks, do: retry, pauses: [1s, 3s], because: of it, claims: [ACM-002]}
  - {name: slow, at: transcript, do: slower, most: 9s, because: of it, claims: [ACM-001]}
  - {name: ids, at: queue, do: ids, prefix: call_, because: of it, claims: [ACM-001]}
`

// free is acme with freedoms, as a file says them.
func free(t testing.TB, freedoms string) Provider {
	t.Helper()
	spec, err := specs.LoadFrom(fstest.MapFS{
		"acme/openapi.yaml": {Data: []byte(`openapi: 3.0.3
info: {title: Acme, version: '1'}
paths: {}
components:
  schemas:
    Told: {type: object, required: [id, event, at, phase], properties: {id: {type: string}, event: {type: string}, at: {type: string}, phase: {type: string, enum: [ringing, ended]}}}
`)},
		"acme/claims.yaml": {Data: []byte(`provider: acme
title: Acme
prefix: ACM
base_url: https://acme.example
sources: {page: https://acme.example}
operations: {}
events: []
claims:
  - {id: ACM-001, scope: transport, basis: documented, text: It is free., source: page, test: black-box}
  - {id: ACM-002, scope: transport, basis: assumed, text: It is free., source: page, test: black-box}
`)},
		"acme/world.yaml": {Data: []byte("accounts: {main: {api_key: KEY}}\n")},
		"acme/chaos.yaml": {Data: []byte(freedoms)},
	}, "acme")
	require.NoError(t, err)
	p := acme(retrying)
	p.Spec = spec
	return p
}

// freeBox is a world of acme with chaos, and who hears of its calls.
func freeBox(t testing.TB, seed uint64, chaos string) (*Sandbox, *Provider, *recorder) {
	t.Helper()
	parsed, err := ParseChaos(chaos)
	require.NoError(t, err)
	r := &recorder{}
	f, err := New(Options{Providers: []Provider{free(t, acmeFreedoms)}, Seed: seed, Clock: frozen(), Transport: transport(r.receive), Chaos: parsed})
	require.NoError(t, err)
	t.Cleanup(f.close)
	f.courier.fit = func(*Provider, string, []byte) string { return "" }
	r.box = f.sandboxes.home()
	return r.box, f.providers[0], r
}

func TestChaosIsReadAsItIsWritten(t *testing.T) {
	for _, text := range []string{"none", "legal", "hostile", "legal:more,order", "hostile:drop"} {
		c, err := ParseChaos(text)
		require.NoError(t, err)
		assert.Equal(t, text, c.String())
		written, err := json.Marshal(c)
		require.NoError(t, err)
		var again Chaos
		require.NoError(t, json.Unmarshal(written, &again))
		assert.Equal(t, c, again)
	}
	for text, want := range map[string]string{
		"legall":   `unknown chaos "legall"; did you mean legal?: want legal, hostile or none`,
		"legal:":   `chaos "legal:": want behaviours after legal: or hostile:, separated by commas`,
		"none:x":   `chaos "none:x": want behaviours after legal: or hostile:, separated by commas`,
		"hostile:": `chaos "hostile:": want behaviours after legal: or hostile:, separated by commas`,
	} {
		_, err := ParseChaos(text)
		assert.EqualError(t, err, want)
	}
}

func TestABehaviourThatNobodyHasIsRefusedWithTheNearest(t *testing.T) {
	_, err := New(Options{Providers: []Provider{free(t, acmeFreedoms)}, Chaos: Chaos{Level: Legal, Only: []string{"repaet"}}})
	assert.EqualError(t, err, `chaos: legal has no behaviour "repaet"; did you mean repeat?`)
	_, err = New(Options{Providers: []Provider{free(t, acmeFreedoms)}, Chaos: Chaos{Level: Legal, Only: []string{"drop"}}})
	assert.ErrorContains(t, err, `legal has no behaviour "drop"`, "what no document permits is not legal")
	for row, want := range map[string]string{
		"at: replies, do: ordr":      `there is no behaviour "ordr" at "replies"; did you mean order?`,
		"at: reply, do: order":       `"reply" is no place: want replies, callbacks, or a stage: queue, dial, ring, answer, recording, transcript or analysis`,
		"at: transcript, do: slower": "slower needs most, of at least a second",
		"at: replies, do: text":      "text needs the members that hold the words",
		"at: callbacks, do: retry":   "retry needs attempts, pauses or accepts",
	} {
		_, err = New(Options{Providers: []Provider{free(t, "freedoms:\n  - {name: odd, because: of it, claims: [ACM-001], "+row+"}\n")}})
		assert.EqualError(t, err, "provider acme: chaos.yaml:2: odd: "+want)
	}
}

// Each is confined to one behaviour, so that what differs from the world
// without chaos is its doing.
func TestEachBehaviourDoesWhatItSaysAndNothingElse(t *testing.T) {
	run := func(seed uint64, chaos string) ([]arrival, []Delivery) {
		box, p, r := freeBox(t, seed, chaos)
		r.answer = func(_ string, body []byte) (int, http.Header) {
			if strings.Contains(string(body), `ringing`) && len(box.Deliveries(nil))%2 == 0 {
				return 503, nil
			}
			return 200, nil
		}
		for range 12 {
			order(t, box, p, placing(here))
		}
		advance(t, box, Advance{To: "idle"})
		return r.arrivals(), box.Deliveries(nil)
	}
	members := func(body string) (names []string) {
		list, err := members([]byte(body))
		require.NoError(t, err)
		for _, m := range list {
			names = append(names, m.name)
		}
		return names
	}
	plain := []string{"id", "event", "at", "phase"}
	for name, shows := range map[string]func(t *testing.T, came []arrival, told []Delivery) int{
		"order": func(t *testing.T, came []arrival, _ []Delivery) (n int) {
			for _, a := range came {
				assert.ElementsMatch(t, plain, members(a.Body))
				if !slices.Equal(plain, members(a.Body)) {
					n++
				}
			}
			return n
		},
		"spacing": func(t *testing.T, came []arrival, _ []Delivery) (n int) {
			for _, a := range came {
				assert.Equal(t, plain, members(a.Body))
				n += strings.Count(a.Body, "\n")
			}
			return n
		},
		"late": func(t *testing.T, _ []arrival, told []Delivery) (n int) {
			for _, d := range told {
				if len(d.Chaos) > 0 {
					n++
					wait := d.Attempts[0].At.Sub(d.DueAt)
					assert.True(t, wait >= time.Second, "%s after %s", d.Event, wait)
				}
			}
			return n
		},
		"repeat": func(t *testing.T, _ []arrival, told []Delivery) (n int) {
			seen := map[string]int{}
			for _, d := range told {
				seen[d.Subject+d.Event]++
			}
			for _, times := range seen {
				assert.LessOrEqual(t, times, 2)
				n += times - 1
			}
			return n
		},
		"ids": func(t *testing.T, _ []arrival, told []Delivery) (n int) {
			for _, d := range told {
				assert.True(t, strings.HasPrefix(d.Subject, "call_"))
				if len(d.Subject) != len("call_")+16 {
					n++
				}
			}
			return n
		},
	} {
		t.Run(name, func(t *testing.T) {
			came, told := run(7, "legal:"+name)
			assert.NotZero(t, shows(t, came, told))
			for _, d := range told {
				for _, c := range d.Chaos {
					assert.Equal(t, name, c.Name)
					assert.NotEmpty(t, c.Claims)
				}
			}
			again, toldAgain := run(7, "legal:"+name)
			assert.ElementsMatch(t, came, again, "the seed repeats it")
			assert.Equal(t, told, toldAgain)
			other, _ := run(8, "legal:"+name)
			assert.NotEqual(t, came, other)
			calm, _ := run(7, "none")
			assert.NotEqual(t, came, calm)
		})
	}
}

func TestChaosDependsOnWhatItIsAboutAndNotOnWhatElseHappens(t *testing.T) {
	run := func(others int) Delivery {
		box, p, _ := freeBox(t, 3, "legal:more,order,spacing,repeat,pauses")
		first := order(t, box, p, placing(here))
		for range others {
			order(t, box, p, placing(here))
		}
		advance(t, box, Advance{To: "idle"})
		list := box.Deliveries(func(d *Delivery) bool { return d.Subject == first.ID && d.Event == call.Ended.String() })
		d := list[0]
		d.ID = ""
		return d
	}
	assert.Equal(t, run(0), run(9))
}

func TestASnapshotGoesOnWithTheChaosItWasTakenIn(t *testing.T) {
	box, p, _ := freeBox(t, 5, "legal")
	for range 4 {
		order(t, box, p, placing(here))
	}
	advance(t, box, Advance{By: 5 * time.Second})
	saved, err := box.Snapshot(t.Context())
	require.NoError(t, err)
	advance(t, box, Advance{To: "idle"})

	other, _, _ := freeBox(t, 5, "none")
	_, err = other.fake.sandboxes.Restore("other", saved)
	require.NoError(t, err)
	restored, _ := other.fake.sandboxes.Get("other")
	assert.Equal(t, "legal", restored.Chaos().String())
	advance(t, restored, Advance{To: "idle"})
	assert.Equal(t, box.Deliveries(nil), restored.Deliveries(nil))
}

func TestAFreedomAddsMembersOnlyWhereTheDocumentDescribesAnObject(t *testing.T) {
	box, p, _ := freeBox(t, 1, "legal")
	schema := p.Spec.Document.Components.Schemas["Told"].Value
	pick := pick{behaviour{Freedom: &specs.Freedom{Name: "more", Do: "members"}}, box.Faker("test", 1)}
	grown := string(pick.applied([]byte(`{"id":"x","event":"e","at":"t","phase":"ended","sent":{"by":"the client"}}`), schema))
	assert.Contains(t, grown, `"sent":{"by":"the client"}`, "what a client sent comes back as it was")
	assert.Contains(t, grown, `"x_`)
	assert.Equal(t, "no JSON", string(pick.applied([]byte("no JSON"), schema)))
	assert.Equal(t, `[1.50,{}]`, string(pick.applied([]byte(`[1.50,{}]`), nil)), "numbers stay as they are written")
}

func TestHostileBehavioursBreakOneThing(t *testing.T) {
	box, p, _ := freeBox(t, 1, "hostile")
	schema := p.Spec.Document.Components.Schemas["Told"].Value
	body := []byte(`{"id":"x","event":"e","at":"t","phase":"ended"}`)
	for do, want := range map[string]string{"contradict": "phase", "retype": "", "omit": ""} {
		pick := pick{behaviour{Freedom: &specs.Freedom{Name: do, Do: do}}, box.Faker(do, 1)}
		broken := pick.applied(body, schema)
		var value map[string]any
		require.NoError(t, json.Unmarshal(broken, &value))
		if do == "contradict" {
			assert.Equal(t, "ringing", value[want])
			continue
		}
		assert.Error(t, schema.VisitJSON(value), "%s: %s", do, broken)
	}
}

func TestABreachOfTheDocumentIsNotHiddenByChaos(t *testing.T) {
	box, p, r := freeBox(t, 2, "legal:more")
	box.fake.courier.fit = func(*Provider, string, []byte) string { return "it breaks the document" }
	order(t, box, p, placing(here))
	advance(t, box, Advance{To: "idle"})
	assert.Empty(t, r.arrivals())
	for _, d := range box.Deliveries(nil) {
		assert.Equal(t, Unfit, d.State)
	}
}
