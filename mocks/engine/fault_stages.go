package engine

import (
	"strings"

	"github.com/ringer-mock/ringer/mocks/call"
)

// stageFailures are the words and codes that a stage may fail with: the
// personas of the book that show there, and the last digits of their codes.
func stageFailures(stage string, book *call.Book) []string {
	var words []string
	for _, name := range book.Names() {
		p, _ := book.ByName(name)
		if failsAt(p) == stage {
			words = append(words, name, strings.TrimLeft(p.Code[max(0, len(p.Code)-3):], "0"))
		}
	}
	return words
}

// failsAt is the stage at which a persona fails; "": it does not.
func failsAt(p call.Persona) string {
	switch p.Stage {
	case call.AtCall:
		switch p.Cause {
		case call.Unreachable, call.CarrierFailure, call.Busy:
			return "dial"
		case call.NoAnswer, call.Cancelled, call.Declined:
			return "ring"
		}
	case call.AtTranscript, call.AtRecording:
		if p.Status >= 400 {
			return p.Stage
		}
	case call.AtAPI:
		return "queue"
	}
	return ""
}
