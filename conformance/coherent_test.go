package conformance

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/specs"
)

// tellingAcme is acme with a document that says what it tells of.
func tellingAcme(t *testing.T) *specs.Provider {
	t.Helper()
	files := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(os.DirFS("testdata"), "acme", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile("testdata/" + path)
		text := string(data)
		for was, becomes := range map[string]string{
			"      operationId: placeCall\n": "      operationId: placeCall\n      x-makes: call\n",
			"      operationId: getCall\n":   "      operationId: getCall\n      x-reads: {one: call, by: id}\n",
			"  schemas:\n    Call:\n":        "  x-subjects: {call: {facts: {state: {moves: {waiting: [done], done: []}}, number: {keeps: always}}}}\n  schemas:\n    Call:\n",
			"    Waiting:\n":                 "    Waiting:\n      x-tells: {of: call, id: id, facts: {state: state, number: number}}\n",
			"    Done:\n":                    "    Done:\n      x-tells: {of: call, id: id, facts: {state: state, number: number}}\n",
		} {
			text = strings.Replace(text, was, becomes, 1)
		}
		files[path] = &fstest.MapFile{Data: []byte(text)}
		return err
	}))
	provider, err := specs.LoadFrom(files, "acme")
	require.NoError(t, err)
	require.Len(t, provider.Subjects(), 1)
	return provider
}

const placesAndLists = `scenario: acme/made/one
title: A call is made
steps:
  - call: placeCall
    with: {number: $numbers.answers}
    expect: {body: {id: {save: id}}}
  - call: getCall
    with: {id: $id}
    expect: {status: {any: true}}
---
scenario: acme/made/two
title: Another call is made
steps:
  - call: placeCall
    with: {number: $numbers.answers}
  - call: listCalls
    as: other
`

func TestEveryRunHoldsWhatIsSaidAgainstWhatWasSaid(t *testing.T) {
	for name, c := range map[string]struct {
		pace   float64
		alter  func(what string, body map[string]any) map[string]any
		status func(what string, status int) int
		failed string   // what the first scenario's failure says
		across []string // what is said of all scenarios together, after the id
	}{
		"nothing is wrong": {},
		"what never changes does": {
			alter: func(what string, body map[string]any) map[string]any {
				if what == "getCall" {
					body["number"] = "919999999990"
				}
				return body
			},
			failed: "getCall of a call: contradicts placeCall",
		},
		"a call is gone at once": {
			status: func(what string, status int) int { return map[bool]int{true: 404, false: status}[what == "getCall"] },
			failed: "getCall does not know the call of which placeCall told",
		},
		"all calls have one id, each in a world of its own": {
			alter: func(_ string, body map[string]any) map[string]any { body["id"] = "c1"; return body },
		},
		"all calls of one world have one id": {
			pace: 1000, alter: func(_ string, body map[string]any) map[string]any { body["id"] = "c1"; return body },
			across: []string{"acme/made/two was given the call c1, as acme/made/one was"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := startAcme(t, c.pace)
			a.alter, a.status = c.alter, c.status
			provider := tellingAcme(t)
			result := mustRun(t, Config{Provider: provider, Scenarios: parse(t, provider, "made.yaml", placesAndLists), Target: a.target(provider), Jobs: 1})
			var said []string
			for _, sc := range result.Scenarios {
				for _, f := range sc.Failures {
					if f.By == byCoherence {
						said = append(said, f.Message)
						assert.Equal(t, OwnerProvider, f.Owner)
					}
				}
			}
			if c.failed == "" {
				assert.Empty(t, said)
			} else {
				assert.Equal(t, []string{c.failed}, said)
			}
			assert.Equal(t, c.across, result.Incoherent)
			assert.Equal(t, c.failed != "" || c.across != nil, result.ExitCode() == ExitFailure, "exit %d", result.ExitCode())
		})
	}
}
