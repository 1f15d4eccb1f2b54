package conformance

import "slices"

// Verdict is what became of a scenario, of a claim, or of a whole run.
type Verdict string

// The verdicts of scenarios. Of a run, the worst counts.
const (
	Pass          Verdict = "pass"
	Inconclusive  Verdict = "inconclusive"   // claimed, but it could not be judged
	Fail          Verdict = "fail"           // the implementation does not do as claimed
	Error         Verdict = "error"          // ours, or the environment's
	NotApplicable Verdict = "not applicable" // the target lacks it
	NotSelected   Verdict = "not selected"
	KnownFailure  Verdict = "known failure"
)

// The further verdicts of claims.
const (
	Verified    Verdict = "verified"
	Failed      Verdict = "failed"
	Warned      Verdict = "warning" // an assumed claim that does not hold
	Untested    Verdict = "untested"
	Overruled   Verdict = "overruled"
	NotTestable Verdict = "not testable"
)

// The exit codes.
const (
	ExitConformant  = 0
	ExitFailure     = 1
	ExitUsage       = 2 // bad usage, or a file that does not load
	ExitIncomplete  = 3 // nothing failed, something claimed could not be judged
	ExitEnvironment = 4 // harness or environment; outranks 1 only where nothing could be judged
)

// Worst returns the exit code of several runs together.
func Worst(codes ...int) int {
	for _, code := range []int{ExitUsage, ExitFailure, ExitEnvironment, ExitIncomplete} {
		if slices.Contains(codes, code) {
			return code
		}
	}
	return ExitConformant
}

// worse returns the one of two scenario verdicts that counts.
func worse(a, b Verdict) Verdict {
	for _, verdict := range []Verdict{Error, Fail, Inconclusive} {
		if a == verdict || b == verdict {
			return verdict
		}
	}
	return Pass
}
