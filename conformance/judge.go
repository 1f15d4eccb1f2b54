package conformance

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/shape"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/conformance/trace"
)

// Judge judges a run that was recorded, without a network: by the scenarios it was made with its Result is the run's.
// Of Config it takes Provider, Scenarios, Files, Timelines and, to judge fewer scenarios, Select; the trace has the rest. A
// scenario that does today what it did not do then is inconclusive.
func Judge(recorded *trace.Recorded, c Config) (*Result, error) {
	if c.Provider == nil || c.Provider.Name != recorded.Provider {
		return nil, usage("the trace is of %s", recorded.Provider)
	}
	chosen, err := chosenThen(recorded, c)
	if err != nil {
		return nil, err
	}
	complete := len(recorded.Select) == 0 && len(c.Select) == 0
	c.Strict, c.Shuffle, c.Repeat, c.Timelines = recorded.Strict, recorded.Shuffle, recorded.Repeat, c.Timelines || recorded.Timelines
	c.MinCoverage = recorded.MinCoverage
	c.Target = targetThen(recorded, c)
	r := &run{
		Config: c, provider: c.Provider, target: c.Target, document: shape.Compile(c.Provider), hooks: inProcess(recorded.Inbox),
		strict: c.Strict, complete: complete, moved: recorded.Virtual, credentials: credentials(c.Target),
	}
	if r.wire, err = newWire(c.Target, r.document, nowhere{}); err != nil {
		return nil, err
	}
	r.enters = r.retold(recorded)
	r.cover()
	all := r.ranged(chosen)
	calls, err := r.judgeAll(recorded, all)
	if err != nil {
		return nil, err
	}
	if recorded.Over != nil {
		r.unfired = recorded.Over.Unfired
	}
	result := r.sum(all)
	if over := recorded.Over; over != nil {
		result.Interrupted, result.Running, result.Took = over.Interrupted, over.Running, Span(over.Took)
	} else {
		result.Interrupted = true
		for _, call := range calls {
			result.Running = append(result.Running, call.text)
		}
	}
	return result, nil
}

// judgeAll judges what was played then.
func (r *run) judgeAll(recorded *trace.Recorded, all []*played) (calls []placed, err error) {
	for i, pl := range all {
		if !pl.selected || pl.result.Verdict != Pass {
			continue
		}
		if !recorded.Has(pl.sc.Address) {
			pl.result.Verdict, pl.result.Owner = Inconclusive, OwnerEnvironment
			pl.result.Reason = "not in the trace: the scenario was not played"
			if recorded.Over == nil {
				pl.result.Reason = "not in the trace: it breaks off before the scenario began"
			}
			continue
		}
		for record, err := range recorded.Records(pl.sc.Address) {
			if err != nil {
				return nil, err
			}
			if record.Skipped != nil {
				pl.result.Verdict, pl.result.Reason = Verdict(record.Skipped.Verdict), record.Skipped.Reason
				if pl.result.Verdict == Inconclusive {
					pl.result.Owner = OwnerEnvironment
				}
			}
			break
		}
		if pl.result.Verdict == Pass {
			placed := r.playOne(context.Background(), pl, i)
			if !r.virtual() && !recorded.Ended(pl.sc.Address) {
				calls = append(calls, placed...)
			}
		}
	}
	return calls, nil
}

// chosenThen are the scenarios that the run chose, and of those the ones chosen now. What the run chose by a pattern
// may be gone by now.
func chosenThen(recorded *trace.Recorded, c Config) ([]*scenario.Scenario, error) {
	now, err := Select(c.Scenarios, c.Select)
	if err != nil || len(recorded.Select) == 0 {
		return now, err
	}
	var chosen []*scenario.Scenario
	for _, sc := range now {
		for _, pattern := range recorded.Select {
			if fits(pattern, sc.Address) {
				chosen = append(chosen, sc)
				break
			}
		}
	}
	if len(chosen) == 0 {
		return nil, usage("nothing selected: the run chose %q", recorded.Select)
	}
	return chosen, nil
}

// targetThen is the target of a run, each secret a stand-in.
func targetThen(recorded *trace.Recorded, c Config) *target.Target {
	then := recorded.Target
	t := &target.Target{
		Name: then.Name, Provider: c.Provider, BaseURL: then.BaseURL, Numbers: then.Numbers, IDs: then.IDs, Lacks: then.Lacks,
		Wait: target.Wait{Longest: time.Duration(then.Longest), Pace: then.Pace, Settle: time.Duration(then.Settle)},
	}
	for _, account := range then.Accounts {
		t.Accounts = append(t.Accounts, target.Account(account))
	}
	for _, known := range then.Known {
		t.Known = append(t.Known, target.Known{Scenario: known.Scenario, Claim: known.Claim, Because: known.Because})
	}
	if then.Safety != nil {
		t.Safety = &target.Safety{MayDial: then.Safety.MayDial, MaxCalls: then.Safety.MaxCalls}
	}
	t.Hide(then.Hidden...)
	return t
}

// nowhere is the transport of a run that is only told.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("a trace is judged without a network")
}
