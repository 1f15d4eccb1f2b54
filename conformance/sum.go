package conformance

import "time"

// sum makes the result of all that was played.
func (r *run) sum(all []*played) *Result {
	result := &Result{
		Provider: r.provider.Name, Title: r.provider.Ledger.Title, Target: r.mask().text(r.target.Name),
		BaseURL: r.mask().text(r.target.BaseURL),
		Virtual: r.virtual(), Strict: r.strict, Shuffle: r.Shuffle, Complete: r.complete,
		Claims: r.judgeClaims(all), Calls: r.wire.guard.calls(), Lacks: lacking(all),
	}
	result.Operations, result.Events = r.seen(all)
	for _, pl := range all {
		result.Scenarios = append(result.Scenarios, pl.result)
		result.Covered += pl.result.Covered
		if !r.virtual() && pl.watched {
			result.Watched = Span(r.target.Wait.Settle)
		}
	}
	result.breached()
	result.Unfulfilled = r.unfulfilled(all, result.Claims)
	result.Unfired = append(r.faulting.unfired(), r.unfired...)
	result.Incoherent = r.across(all)
	result.Coverage = r.coverage(result.Claims)
	result.Audit = r.audit(result.Claims, result.Operations, result.Events)
	result.Verdict, result.Exit = r.verdict(result)
	return result
}

// verdict is the one line of the whole run, and its exit code.
func (r *run) verdict(result *Result) (Verdict, int) {
	count := map[Verdict]int{}
	for _, sc := range result.Scenarios {
		count[sc.Verdict]++
	}
	judged := count[Pass] + count[Fail] + count[KnownFailure]
	switch {
	case count[Fail] > 0 || len(result.Unfulfilled) > 0 || len(result.Unfired) > 0 || len(result.Incoherent) > 0 || result.Coverage.Short():
		return Fail, ExitFailure
	case count[Error] > 0:
		return Error, ExitEnvironment
	case count[Inconclusive] > 0 || judged == 0:
		return Inconclusive, ExitIncomplete
	case r.complete && count[NotApplicable] == 0 && untested(result.Claims):
		return Inconclusive, ExitIncomplete
	}
	return Pass, ExitConformant
}

// untested tells whether a claim that counts was not judged, although everything ran.
func untested(claims []ClaimResult) bool {
	for _, claim := range claims {
		if claim.Verdict == Untested && claim.Basis != "assumed" {
			return true
		}
	}
	return false
}

// running names the calls that an interrupted run may have left in progress: those of scenarios that did not come to
// their end, and those so young that nobody can know. Virtual ones are not among them.
func (r *run) running(calls []placed) []string {
	const lasts = 10 * time.Minute // of provider time; longer than any call of the documents' examples
	var names []string
	for _, call := range calls {
		if call.open || time.Since(call.at) < inOurs(lasts, r.target.Wait) {
			names = append(names, call.text)
		}
	}
	return names
}
