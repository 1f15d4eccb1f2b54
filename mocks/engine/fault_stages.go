package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/specs"
)

// A failing is one way in which a stage fails.
type failing struct {
	cause  call.Cause // how the call ends
	status int        // what upstream answers
	refuse int        // the request that places the call is refused with this status
}

// stageCauses are how a call may end at each stage, in the order in which they
// are offered.
var stageCauses = map[call.Part][]call.Cause{
	call.InQueue:  {call.Cancelled, call.CarrierFailure, call.CallFailed},
	call.InDial:   {call.Busy, call.Unreachable, call.Declined, call.CarrierFailure, call.CallFailed},
	call.InRing:   {call.NoAnswer, call.Declined, call.Cancelled, call.Busy, call.CarrierFailure, call.CallFailed},
	call.InAnswer: {call.CarrierFailure, call.CallFailed},
}

// failingAt finds how a stage fails by a word: the name of a persona, the last
// digits of its code, a cause, or of a later stage any status of a failure.
func failingAt(part call.Part, word string, book *call.Book) (failing, bool) {
	for _, name := range book.Names() {
		p, _ := book.ByName(name)
		if word != name && word != shortCode(p) {
			continue
		}
		if how, ok := failingOf(part, p); ok {
			return how, true
		}
	}
	cause, known := call.CauseNamed(word)
	if known && slices.Contains(stageCauses[part], cause) {
		return failing{cause: cause}, true
	}
	status, err := strconv.Atoi(word)
	if part >= call.InRecording && err == nil && status >= 400 && status <= 599 {
		return failing{status: status}, true
	}
	return failing{}, false
}

// failingOf is how a stage fails for a persona, if it shows there.
func failingOf(part call.Part, p call.Persona) (failing, bool) {
	switch {
	case p.Stage == call.AtCall && slices.Contains(stageCauses[part], p.Cause):
		return failing{cause: p.Cause}, true
	case p.Stage == call.AtAPI && part == call.InQueue:
		return failing{refuse: p.Status}, true
	case p.Stage == call.AtTranscript && part == call.InTranscript, p.Stage == call.AtRecording && part == call.InRecording:
		return failing{status: p.Status}, p.Status >= 400
	}
	return failing{}, false
}

// shortCode is a persona's code without the digits that say where it shows.
func shortCode(p call.Persona) string { return strings.TrimLeft(p.Code[max(0, len(p.Code)-3):], "0") }

// stageFailures are the words that a stage may fail with, for people.
func stageFailures(part call.Part, book *call.Book) []string {
	var words []string
	for _, name := range book.Names() {
		p, _ := book.ByName(name)
		if _, ok := failingOf(part, p); ok {
			words = append(words, name, shortCode(p))
		}
	}
	for _, cause := range stageCauses[part] {
		if !slices.Contains(words, cause.String()) {
			words = append(words, cause.String())
		}
	}
	if part >= call.InRecording {
		words = append(words, "a status from 400 to 599")
	}
	return words
}

// StageFailures are the words that a stage of a call's life may fail with, for
// people; nil where there is no such stage.
func StageFailures(stage string, book *call.Book) []string {
	part, ok := call.PartNamed(stage)
	if !ok {
		return nil
	}
	return stageFailures(part, book)
}

// stagesOf are the stages that the calls and jobs of a provider go through.
func stagesOf(p *Provider) []string {
	if p.Stages == nil {
		return Stages()
	}
	var words []string
	for _, part := range p.Stages {
		words = append(words, part.String())
	}
	return words
}

// stage: the stage is one that somebody's calls go through, and what it does
// there can be done.
func (j *faultJudge) stage() (string, error) {
	if j.kind != AtStage {
		return "", nil
	}
	do := j.fault.Do
	part, _ := call.PartNamed(j.name)
	if !slices.ContainsFunc(j.providers, func(p *Provider) bool { return slices.Contains(stagesOf(p), j.name) }) {
		p := j.providers[0]
		return "on.stage", fmt.Errorf("no call of %s goes through the stage %s, but through %s", p.Spec.Name, j.name, among(stagesOf(p)))
	}
	if do.Expire != "" && do.opens() <= 0 {
		return "do.expire", fmt.Errorf("expire: want a duration such as 10s, not %q", do.Expire)
	}
	if do.Language != "" && !slices.Contains(Languages(), do.Language) {
		return "do.language", fmt.Errorf("no transcript can be in the language %q: want %s", do.Language, among(Languages()))
	}
	if _, ok := failingAt(part, do.Fail, j.book); do.Fail != "" && !ok {
		return "do.fail", fmt.Errorf("the stage %s cannot fail with %q%s: want %s", j.name, do.Fail, specs.Hint(do.Fail, stageFailures(part, j.book)), among(stageFailures(part, j.book)))
	}
	return "", nil
}
