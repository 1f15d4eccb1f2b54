package main

import (
	"context"
	"flag"
	"os"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

var (
	update = flag.Bool("update", false, "rewrite golden files")
	grade  = flag.Bool("grade", false, "grade the scenarios by all mutants and deviations, not by a few of them: some minutes for each provider")
)

// A suite is one provider's scenarios, and our fake of it in this process.
type suite struct {
	spec *specs.Provider
	list []*scenario.Scenario
	at   served
}

func newSuite(t testing.TB, provider string) suite {
	at, stop, err := serveOurselves(context.Background(), provider)
	require.NoError(t, err)
	t.Cleanup(stop)
	list, err := scenariosOf(at.spec)
	require.NoError(t, err)
	return suite{at.spec, list, at}
}

// against judges the fake through a proxy that tampers. With failFast, the
// scenarios that use what is tampered with come first.
func (s suite) against(t testing.TB, f tampering, failFast bool) (*conformance.Result, int64) {
	p, led := pass(t, f, s.spec, s.at)
	defer p.close()
	list := s.list
	if failFast {
		list = slices.Clone(s.list)
		slices.SortStableFunc(list, func(a, b *scenario.Scenario) int { return concerned(b, f) - concerned(a, f) })
	}
	result, err := conformance.Run(context.Background(), conformance.Config{
		Provider: s.spec, Scenarios: list, Files: scenarios.Files, Target: led, Inbox: p.inbox,
		FailFast: failFast, Strict: true, Jobs: 2, Transport: shared,
	})
	require.NoError(t, err, f.name)
	return result, p.applied.Load()
}

// judge runs the whole suite through a proxy, as a user would.
func (s suite) judge(t testing.TB, p *proxy, led *target.Target) *conformance.Result {
	result, err := conformance.Run(context.Background(), conformance.Config{
		Provider: s.spec, Scenarios: s.list, Files: scenarios.Files, Target: led, Inbox: p.inbox, Transport: shared,
	})
	require.NoError(t, err)
	return result
}

// concerned counts the steps of a scenario, near its beginning, that a
// tampering is about.
func concerned(s *scenario.Scenario, f tampering) int {
	hits := 0
	for i, step := range s.Steps {
		about := ""
		switch {
		case step.Operation != nil:
			about = step.Operation.ID
		case step.Event != nil:
			about = step.Event.Name
		}
		if about != "" && strings.HasPrefix(f.name, about) {
			hits += max(1, 10-i)
		}
	}
	return hits
}

// A survivor is a mutant that no client could tell from the fake, and why.
type survivor struct {
	Mutant string `yaml:"mutant"`
	Reason string `yaml:"reason"`
}

// TestEveryMutantOfAFakeIsCaught breaks each provider in every way that its
// document and its quirks allow, one at a time. Survivors are listed with the
// reason, at most two in a hundred; every claim that can be tested is named by
// a mutant that it kills.
func TestEveryMutantOfAFakeIsCaught(t *testing.T) {
	if raced {
		t.Skip("grading is not about races, and takes too long under the detector: run it without")
	}
	for provider, written := range writtenMutants() {
		t.Run(provider, func(t *testing.T) {
			s := newSuite(t, provider)
			mutants := append(enumerated(s.spec), written...)
			if !*grade {
				mutants = few(mutants)
			}
			c := s.hunt(t, mutants)
			if *update && *grade {
				s.tabulate(t, c, mutants)
			}
			file := readVerdicts(t, provider)
			for _, name := range c.alive {
				assert.Contains(t, named(file.Survivors), name, "this mutant survives and no reason is given")
			}
			assert.Empty(t, unexplained(c.idle, file), "these mutants were never applied, so they prove nothing")
			judged := len(mutants) - len(c.idle)
			if *grade {
				assert.Subset(t, c.alive, named(file.Survivors), "these mutants are listed as survivors and do not survive")
				assert.LessOrEqual(t, len(c.alive)*100, judged*2, "more than two in a hundred survive")
				s.checkKills(t, file.Kills, mutants)
			}
			t.Logf("%s: %d mutants applied, %d survive, %d never applied", provider, judged, len(c.alive), len(c.idle))
		})
	}
}

// few takes some of the mutants, spread over all of them.
func few(all []tampering) []tampering {
	const wanted = 40
	var some []tampering
	for i := 0; i < len(all); i += max(1, len(all)/wanted) {
		some = append(some, all[i])
	}
	return some
}

func named(survivors []survivor) []string {
	names := make([]string, len(survivors))
	for i, s := range survivors {
		names[i] = s.Mutant
	}
	return names
}

// writtenMutants are those of each provider that no document shows.
func writtenMutants() map[string][]tampering {
	return map[string][]tampering{
		"induslabs":   writtenInduslabs(),
		"indigenius":  writtenIndigenius(),
		"intellicall": writtenIntellicall(),
		"vinfer":      writtenVinfer(),
		"callab":      writtenCallab(),
	}
}

// A catch is what became of the mutants of one provider.
type catch struct {
	killers     map[string][]string // by claim: the mutants that it killed
	idle, alive []string            // mutants that never came to do anything, or were not noticed
}

// hunt runs the suite against each mutant until something fails.
func (s suite) hunt(t *testing.T, all []tampering) catch {
	c := catch{killers: map[string][]string{}}
	sideBySide(all, func(m tampering) func() {
		result, applied := s.against(t, m, true)
		if applied == 0 && result.ExitCode() != conformance.ExitConformant {
			t.Logf("%s: the suite failed before the mutant did anything, so it runs again: %s", m.name, failedBefore(result))
			result, applied = s.against(t, m, true)
		}
		return func() {
			switch {
			case applied == 0:
				c.idle = append(c.idle, m.name)
			case result.ExitCode() == conformance.ExitConformant:
				c.alive = append(c.alive, m.name)
			}
			c.note(m, result)
		}
	})
	sort.Strings(c.idle)
	sort.Strings(c.alive)
	return c
}

// failedBefore says what went wrong in a run that a mutant had no part in.
func failedBefore(r *conformance.Result) string {
	var said []string
	for _, sc := range r.Scenarios {
		if sc.Verdict != conformance.Pass && sc.Verdict != conformance.NotSelected {
			said = append(said, sc.Address+": "+string(sc.Verdict)+" "+sc.Reason)
			for _, f := range sc.Failures {
				said = append(said, f.Message)
			}
		}
	}
	return strings.Join(said, "; ")
}

func (c *catch) note(m tampering, r *conformance.Result) {
	for _, claim := range r.Claims {
		if claim.Verdict == conformance.Failed && !slices.Contains(c.killers[claim.ID], m.name) {
			c.killers[claim.ID] = append(c.killers[claim.ID], m.name)
		}
	}
}

// testable are the claims that a mutant must be able to die of.
func (s suite) testable() []string {
	var ids []string
	for _, claim := range s.spec.Ledger.Claims {
		if claim.Testable() && !claim.Assumed() {
			ids = append(ids, claim.ID)
		}
	}
	return ids
}

// checkKills runs the whole suite against the mutants of the table: each must
// fail the claims that the table says it dies of, and no claim may be left out.
func (s suite) checkKills(t *testing.T, kills map[string]string, mutants []tampering) {
	claims := map[string][]string{}
	for _, id := range s.testable() {
		if assert.Contains(t, kills, id, "no mutant of the table dies of this claim") {
			claims[kills[id]] = append(claims[kills[id]], id)
		}
	}
	listed := slices.DeleteFunc(slices.Clone(mutants), func(m tampering) bool { return claims[m.name] == nil })
	assert.Len(t, listed, len(claims), "the table names mutants that do not exist")
	sideBySide(listed, func(m tampering) func() {
		result, _ := s.against(t, m, false)
		if spared := without(claims[m.name], failedClaims(result)); len(spared) > 0 {
			t.Logf("%s spared %v, so it runs again: %s", m.name, spared, failedBefore(result))
			result, _ = s.against(t, m, false)
		}
		return func() { assert.Subset(t, failedClaims(result), claims[m.name], m.name) }
	})
}

// without leaves out of a list what another has.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// tabulate writes the table anew, from what the hunt found, and from whole
// runs for claims that were never the first to fail.
func (s suite) tabulate(t *testing.T, c catch, mutants []tampering) {
	missing := func() bool {
		return slices.ContainsFunc(s.testable(), func(id string) bool { return len(c.killers[id]) == 0 })
	}
	for _, m := range slices.Backward(mutants) { // written ones come last, and hit most
		if !missing() {
			break
		}
		result, _ := s.against(t, m, false)
		c.note(m, result)
	}
	file := readVerdicts(t, s.spec.Name)
	file.Kills = map[string]string{}
	for _, id := range s.testable() {
		if len(c.killers[id]) > 0 {
			file.Kills[id] = slices.Min(c.killers[id])
		}
	}
	data, err := os.ReadFile(verdictsPath(s.spec.Name))
	require.NoError(t, err)
	table, err := yaml.Marshal(map[string]any{"kills": file.Kills})
	require.NoError(t, err)
	head, _, _ := strings.Cut(string(data), "kills:")
	require.NoError(t, os.WriteFile(verdictsPath(s.spec.Name), []byte(head+string(table)), 0o644))
}

// lock guards what side by side runs find out.
var lock sync.Mutex

// sideBySide does something for each mutant, a few at a time, and notes what
// came of it one after another.
func sideBySide(mutants []tampering, do func(tampering) (note func())) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, m := range mutants {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer wg.Done()
			defer func() { <-slots }()
			note := do(m)
			lock.Lock()
			defer lock.Unlock()
			note()
		}()
	}
	wg.Wait()
}

func verdictsPath(provider string) string { return "../../testdata/mutants/" + provider + ".yaml" }

// A verdictFile is what testdata says of a provider's mutants.
type verdictFile struct {
	Survivors []survivor        `yaml:"survivors"`
	Idle      []survivor        `yaml:"idle"` // prefixes of mutants that no client can set off
	Kills     map[string]string `yaml:"kills"`
}

func readVerdicts(t testing.TB, provider string) verdictFile {
	data, err := os.ReadFile(verdictsPath(provider))
	require.NoError(t, err)
	var file verdictFile
	require.NoError(t, yaml.Unmarshal(data, &file))
	for _, s := range append(slices.Clone(file.Survivors), file.Idle...) {
		require.NotEmpty(t, s.Reason, s.Mutant)
	}
	return file
}

// unexplained drops the idle mutants that the file explains.
func unexplained(idle []string, file verdictFile) []string {
	return slices.DeleteFunc(slices.Clone(idle), func(name string) bool {
		return slices.ContainsFunc(file.Idle, func(s survivor) bool { return strings.HasPrefix(name, s.Mutant) })
	})
}
