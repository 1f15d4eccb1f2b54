package callab

import (
	"strings"

	"github.com/ringer-mock/ringer/mocks/call"
	"github.com/ringer-mock/ringer/mocks/engine"
)

type conversation struct {
	Segments []segment `json:"segments"`
}

type segment struct {
	Speaker   string  `json:"speaker"`
	Text      string  `json:"text"`
	Timestamp float64 `json:"timestamp"` // seconds
}

// The one language that is spoken here.
const language = "en-US"

func (v view) language() *string {
	if v.state.Transcript != call.Ready {
		return nil
	}
	return text(language)
}

// transcript is one text with a line for each turn (CLB-022).
func (v view) transcript() *string {
	switch {
	case v.state.Transcript != call.Ready:
		return nil
	case v.order.Past != nil:
		return &v.order.Past.Transcript
	}
	said := v.speech().Turns
	lines := make([]string, len(said))
	for i, t := range said {
		lines[i] = speakers[t.Role] + ": " + t.Text
	}
	return text(strings.Join(lines, "\n"))
}

var speakers = map[string]string{engine.RoleAgent: "Agent", engine.RoleCustomer: "Customer"}

// conversation is the same in segments (CLB-104).
func (v view) conversation() *conversation {
	switch {
	case v.state.Transcript != call.Ready:
		return nil
	case v.order.Past != nil:
		return v.order.Past.conversation()
	}
	said := v.speech().Turns
	told := &conversation{Segments: make([]segment, len(said))}
	for i, t := range said {
		// The first word is where the clock of a transcript begins (CLB-024).
		told.Segments[i] = segment{Speaker: t.Role, Text: t.Text, Timestamp: (t.Start - said[0].Start).Seconds()}
	}
	return told
}

func (v view) speech() engine.Speech { return v.box.Speech(v.call, v.state.Answered()) }
