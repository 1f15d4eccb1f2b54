package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
)

// Plan is what a run is about to do.
type Plan struct {
	Provider, Target, BaseURL string
	// Scenarios is how many will run; Skipped how many cannot.
	Scenarios, Skipped int
	Virtual            bool
	// Least and Most bound how long a run in real time takes: every callback at once, or at the last moment.
	Least, Most time.Duration
	// Calls is how many requests that dial the scenarios send, retries of the implementation not counted.
	Calls   int
	Allowed int
}

// applies says whether a scenario can be judged against the target at all, before anything is sent.
func (r *run) applies(sc *scenario.Scenario) (Verdict, string, []string) {
	for _, step := range sc.Steps {
		if word := r.lacked(step); word != "" {
			return NotApplicable, "the target lacks " + word, nil
		}
	}
	for _, step := range slices.Concat(sc.Steps, sc.Never) {
		if reason, lacks := r.unarranged(step); reason != "" {
			return Inconclusive, reason, lacks
		}
	}
	return Pass, "", nil
}

// lacked returns the word under lacks that a step needs.
func (r *run) lacked(step *scenario.Step) string {
	for _, word := range needs(step) {
		if word != "" && r.target.LacksWord(word) {
			return word
		}
	}
	return ""
}

// needs are the words that a step uses of those that may stand under lacks.
func needs(step *scenario.Step) []string {
	words := []string{step.As.Name, step.After}
	if step.Operation != nil {
		words = append(words, step.Operation.ID)
	}
	if step.Event != nil {
		words = append(words, step.Event.Name)
	}
	for _, name := range step.Given {
		if kind, word, _ := strings.Cut(name, "."); kind == "numbers" || kind == "ids" {
			words = append(words, word)
		}
	}
	return words
}

// unarranged says what the target would have to name for a step, and the words that would excuse it.
func (r *run) unarranged(step *scenario.Step) (string, []string) {
	if name := step.As.Name; step.As.Token == nil && name != "" && name != scenario.Nobody && name != scenario.Stranger {
		if _, ok := r.target.Account(name); !ok && step.Kind != scenario.Receive && step.Kind != scenario.Wait {
			return "the target has no account " + name, []string{name}
		}
	}
	for _, name := range step.Given {
		kind, word, _ := strings.Cut(name, ".")
		switch kind {
		case "numbers":
			if r.target.Numbers[word] == "" {
				return "the target has no number for " + word, []string{word}
			}
		case "ids":
			if r.target.IDs[word] == "" {
				return "the target has no id for " + word, excuse(step)
			}
		case "account":
			if _, ok := r.field(step.As.Name, word); !ok {
				return fmt.Sprintf("the account %s has no %s", step.As.Name, word), []string{step.As.Name}
			}
		case "inbox":
			if r.hooks.url == "" {
				return "the target has no inbox that the implementation can reach", excuse(step)
			}
		}
	}
	return "", nil
}

// excuse is the operation or event of a step.
func excuse(step *scenario.Step) []string {
	switch {
	case step.Operation != nil:
		return []string{step.Operation.ID}
	case step.Event != nil:
		return []string{step.Event.Name}
	}
	return nil
}

// plan sums what the scenarios that can run will take.
func (r *run) plan(all []*played) Plan {
	plan := Plan{Provider: r.provider.Name, Target: r.mask().text(r.target.Name), BaseURL: r.mask().text(r.target.BaseURL), Virtual: r.virtual()}
	if r.target.Safety != nil {
		plan.Allowed = r.target.Safety.MaxCalls
	}
	for _, pl := range all {
		switch {
		case !pl.selected:
			continue
		case pl.result.Verdict != Pass:
			plan.Skipped++
			continue
		}
		plan.Scenarios++
		least, most := r.duration(pl.sc)
		plan.Least, plan.Most = plan.Least+least, plan.Most+most
		for _, step := range pl.sc.Steps {
			if step.Kind == scenario.Call && target.Dials(step.Operation) {
				plan.Calls += max(step.Times.Least, 1)
			}
		}
	}
	if r.jobs > 1 {
		plan.Least, plan.Most = plan.Least/time.Duration(r.jobs), plan.Most/time.Duration(r.jobs)
	}
	return plan
}

// duration bounds the real time of one scenario.
func (r *run) duration(sc *scenario.Scenario) (least, most time.Duration) {
	wait := r.target.Wait
	for _, step := range sc.Steps {
		within := step.Within
		if wait.Longest > 0 {
			within = min(within, wait.Longest)
		}
		switch {
		case step.Kind == scenario.Wait && wait.Longest > 0 && step.Duration > wait.Longest:
			return inOurs(least, wait), inOurs(most, wait) // it ends here
		case step.Kind == scenario.Wait:
			least, most = least+step.Duration, most+step.Duration
		case step.Kind == scenario.Receive && step.Times.Given():
			least, most = least+within, most+within
		default:
			most += within
		}
	}
	least, most = inOurs(least, wait), inOurs(most, wait)
	if len(sc.Never) > 0 {
		least, most = least+wait.Settle, most+wait.Settle
	}
	return least, most
}

// inOurs is how long provider time takes in our time.
func inOurs(d time.Duration, wait target.Wait) time.Duration {
	if wait.Pace <= 0 {
		return d
	}
	return time.Duration(float64(d) / wait.Pace)
}
