// Package conformance runs scenarios against an implementation and says, claim by claim, what holds.
//
// Run is the way in: it takes a provider's contract, its scenarios and a target, and returns a Result, which has an
// exit code and which package report writes. Below it lie scenario (what to do), match (what must come back), target
// (against whom) and shape (what the document says of every message).
//
//	scenario -> play -> stage -> wire, clock, inbox -> target
//	                \-> shape, match -> findings -> claims -> Result
//
// A play judges; a stage moves bytes and time. All requests leave through one wire, which is where the rule stands
// that nobody is dialled whom the target does not allow. The package knows no provider and no fake: a fake's clock is
// reached over its control port like everything else.
package conformance
