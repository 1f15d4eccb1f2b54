package conformance

import (
	"context"
	"errors"

	"github.com/ringer-mock/ringer/conformance/trace"
)

// Owner is who has to act on a finding.
type Owner string

// The owners.
const (
	// OwnerProvider: the implementation does not do as its documents say.
	OwnerProvider Owner = "provider"
	// OwnerSuite: a scenario asks what cannot be asked, or rests on an assumption of ours that does not hold.
	OwnerSuite Owner = "suite"
	// OwnerHarness: the runner, or the fake's control port, did not do its work.
	OwnerHarness Owner = "harness"
	// OwnerEnvironment: the network, the target file, or whoever stopped the run.
	OwnerEnvironment Owner = "environment"
)

// ownerOf tells who has to act on an error that ended a scenario without a failure of the implementation.
func ownerOf(err error) Owner {
	var s *stop
	var l *lost
	switch {
	case errors.As(err, &s) && s.owner != "":
		return s.owner
	case errors.As(err, &s), errors.As(err, &l) && l.Kind == trace.Refused, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return OwnerEnvironment
	}
	return OwnerHarness
}

// unaskable is a step that cannot be sent or judged as it is written.
func unaskable(reason string) *stop { return &stop{verdict: Error, reason: reason, owner: OwnerSuite} }
