package main

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

// everySeed is how many seeds of legal chaos the whole grade takes.
const everySeed = 200

// unsettled is one provider whose suite is played against fakes of many seeds.
type unsettled struct {
	provider  engine.Provider
	scenarios []*scenario.Scenario
	numbers   *specs.PhoneBook
}

func newUnsettled(t *testing.T, name string) *unsettled {
	fake, err := mocks.New(engine.Options{}, name)
	require.NoError(t, err)
	provider, _ := fake.Provider(name)
	j := &unsettled{provider: *provider}
	j.scenarios, err = scenariosOf(provider.Spec)
	require.NoError(t, err)
	j.numbers, err = specs.LoadPhoneBook()
	require.NoError(t, err)
	return j
}

// judge plays the suite against a fresh fake, as conform does.
func (j *unsettled) judge(t *testing.T, seed uint64, chaos engine.Chaos) (*conformance.Result, *engine.Fake) {
	t.Helper()
	book, err := mocks.PhoneBook()
	require.NoError(t, err)
	name := j.provider.Spec.Name
	fake, err := engine.New(engine.Options{
		Providers: []engine.Provider{j.provider}, Book: book, Seed: seed, Chaos: chaos,
		Clock: engine.Mode{Kind: engine.Frozen}, Strict: true,
	})
	require.NoError(t, err)
	on := engine.Listeners{Control: listening(t), Providers: map[string]net.Listener{name: listening(t)}}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- fake.Serve(ctx, on) }()
	defer func() { stop(); <-ended }()
	at := on.Addresses()
	result, err := conformance.Run(t.Context(), conformance.Config{
		Provider: j.provider.Spec, Scenarios: j.scenarios, Files: scenarios.Files, Name: "seed",
		Target: target.BuiltIn(j.provider.Spec, j.numbers, at.Providers[name], at.Control),
	})
	require.NoError(t, err)
	return result, fake
}

func listening(t *testing.T) net.Listener {
	on, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	return on
}

// red are the scenarios that do not pass, and why.
func red(r *conformance.Result) []string {
	var list []string
	for _, s := range r.Scenarios {
		if s.Verdict == conformance.Pass {
			continue
		}
		why := s.Reason
		for _, f := range s.Failures {
			if !f.Warning {
				why += " " + f.Message
				for _, m := range f.Mismatches {
					why += " " + m.Path + " is " + m.Got + ", not " + m.Want
				}
			}
		}
		list = append(list, s.Address+": "+why)
	}
	return list
}

func TestTheSuiteBearsWhateverTheDocumentsPermit(t *testing.T) {
	t.Parallel()
	seeds := uint64(2)
	if *whole {
		seeds = everySeed
	}
	for _, name := range mocks.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newUnsettled(t, name)
			chosen := map[string]int{}
			for seed := uint64(1); seed <= seeds; seed++ {
				result, fake := j.judge(t, seed, engine.Chaos{Level: engine.Legal})
				assert.Equal(t, conformance.Pass, result.Verdict, "--chaos legal --seed %d: %q", seed, red(result))
				for _, f := range j.provider.Spec.Freedoms {
					chosen[f.Name] += fake.Chosen(j.provider.Spec, f.Name)
				}
			}
			t.Logf("%d seeds: %v", seeds, chosen)
			for _, f := range j.provider.Spec.Freedoms {
				assert.NotZero(t, chosen[f.Name], "%s is never chosen, so nobody bears it", f.Name)
			}
		})
	}
}

func TestTheSuiteNoticesWhateverNoDocumentPermits(t *testing.T) {
	t.Parallel()
	seeds := uint64(20)
	if raced {
		t.Skip("the same as without the detector, and many times slower")
	}
	all := make([]*unsettled, len(mocks.Names()))
	for i, name := range mocks.Names() {
		all[i] = newUnsettled(t, name)
	}
	for _, kind := range engine.ChaosKinds() {
		if !kind.Hostile {
			continue
		}
		t.Run(kind.Word, func(t *testing.T) {
			noticed := false
			for seed := uint64(1); seed <= seeds && !noticed; seed++ {
				for _, j := range all {
					if kind.Word == "forge" && j.provider.Callbacks.Sign == nil {
						continue // there is nothing to forge
					}
					result, fake := j.judge(t, seed, engine.Chaos{Level: engine.Hostile, Only: []string{kind.Word}})
					if result.Verdict == conformance.Fail {
						t.Logf("%s, seed %d, chosen %d times: %.150q", j.provider.Spec.Name, seed, fake.Chosen(j.provider.Spec, kind.Word), red(result))
						noticed = true
						break
					}
				}
			}
			assert.True(t, noticed, "no scenario turns red in %d seeds", seeds)
		})
	}
}
