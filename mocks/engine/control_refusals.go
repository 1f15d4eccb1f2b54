package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// A Problem is how the control port says no.
type problem struct {
	Error string `json:"error"`
	Hint  string `json:"hint,omitempty"`
}

// A refused is a request to the control port that could not be done.
type refused struct {
	status int
	header http.Header
	problem
}

func (r *refused) Error() string { return r.problem.Error }

func refuse(status int, hint, format string, args ...any) error {
	return &refused{status: status, problem: problem{Error: fmt.Sprintf(format, args...), Hint: hint}}
}

// fail says what could not be done, in plain words.
func (p *controlPort) fail(err error) Reply {
	var no *refused
	if errors.As(err, &no) {
		return Reply{Status: no.status, Header: no.header, Body: no.problem}
	}
	var failed *Failure
	if errors.As(err, &failed) && statuses[failed.Kind] != 0 {
		return Reply{Status: statuses[failed.Kind], Header: failed.Header, Body: problem{Error: failed.plain()}}
	}
	for _, conflict := range []error{ErrAdvancing, ErrNotFrozen, ErrBusy, ErrPast, ErrGone} {
		if errors.Is(err, conflict) {
			return Reply{Status: http.StatusConflict, Body: problem{Error: err.Error()}}
		}
	}
	for _, missing := range []error{ErrNoSubject, ErrNoDelivery} {
		if errors.Is(err, missing) {
			return Reply{Status: http.StatusNotFound, Body: problem{Error: err.Error()}}
		}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return Reply{Status: http.StatusServiceUnavailable, Body: problem{Error: "it was cut short"}}
	}
	return Reply{Status: http.StatusBadRequest, Body: problem{Error: err.Error()}}
}

// plain says a failure without the words of any provider.
func (f *Failure) plain() string {
	if f.Reason != "" {
		return f.Reason
	}
	if len(f.Details) == 0 {
		return strings.ReplaceAll(string(f.Kind), "-", " ")
	}
	var parts []string
	for _, d := range f.Details {
		parts = append(parts, strings.TrimSpace(d.In+" "+strings.Join(d.Field, "."))+" "+d.Reason)
	}
	return strings.Join(parts, "; ")
}
