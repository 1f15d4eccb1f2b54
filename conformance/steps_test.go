package conformance

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/conformance/trace"
)

func TestEachStepSaysWhatItExpectedAndWhatBecameOfIt(t *testing.T) {
	a, c := config(t, 0)
	a.alter = set("call.ended", "seconds", 61)
	var steps []StepResult
	for _, sc := range mustRun(t, c).Scenarios {
		if sc.Address == "acme/calls/told" {
			steps = sc.Steps
			assert.Equal(t, 2, sc.Failures[0].Index)
			assert.Equal(t, OwnerProvider, sc.Failures[0].Owner)
			assert.Empty(t, sc.Owner, "its failure names one")
		}
	}
	require.GreaterOrEqual(t, len(steps), 3)
	assert.Equal(t, Pass, steps[0].Verdict)
	assert.Equal(t, "call", steps[0].Kind)
	assert.Equal(t, "placeCall", steps[0].Name)
	assert.Equal(t, Fail, steps[1].Verdict)
	assert.Equal(t, "receive", steps[1].Kind)
	assert.Contains(t, steps[1].Expected, "seconds")
	assert.Contains(t, steps[1].Claims, "ACM-004")
	assert.Equal(t, Untested, steps[2].Verdict, "the scenario stopped before it")
}

func TestAnAssumedClaimThatDoesNotHoldIsTheSuites(t *testing.T) {
	a, c := config(t, 0)
	a.alter = set("getCall", "reason", "gone")
	for _, sc := range mustRun(t, c).Scenarios {
		for _, f := range sc.Failures {
			assert.True(t, f.Warning)
			assert.Equal(t, OwnerSuite, f.Owner)
			assert.Equal(t, Warned, sc.Steps[f.Index-1].Verdict)
		}
	}
}

func TestWhatCannotBeJudgedNamesItsOwner(t *testing.T) {
	_, c := config(t, 0)
	c.Target = func(g target.Target) *target.Target { g.Numbers = map[string]string{}; return &g }(*c.Target)
	for _, sc := range mustRun(t, c).Scenarios {
		if sc.Verdict == Inconclusive {
			assert.Equal(t, OwnerEnvironment, sc.Owner, sc.Reason)
		}
	}
	for err, want := range map[error]Owner{
		unaskable("step 1 cannot be sent"):             OwnerSuite,
		inconclusive(nil, "the target has no number"):  OwnerEnvironment,
		&lost{trace.Refused, "not allowed"}:            OwnerEnvironment,
		errors.New("the control port answered 500"):    OwnerHarness,
		&stop{verdict: Error, owner: OwnerEnvironment}: OwnerEnvironment,
	} {
		assert.Equal(t, want, ownerOf(err), err.Error())
	}
}
