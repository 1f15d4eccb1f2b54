package conformance

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"

	"github.com/ringer-mock/ringer/conformance/scenario"
)

// ids are what one scenario may call its own, so that two runs against one implementation never meet.
type ids struct{ id, uuid string }

func newIDs() ids {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // version 4, variant 10
	text := hex.EncodeToString(b[:])
	return ids{text[:8], fmt.Sprintf("%s-%s-%s-%s-%s", text[:8], text[8:12], text[12:16], text[16:20], text[20:])}
}

// value is what the run gives for a name of a scenario.
func (r *run) value(p *play, account, name string) (any, bool) {
	kind, word, dotted := strings.Cut(name, ".")
	if !dotted {
		return nil, false
	}
	var text string
	ok := true
	switch kind {
	case "numbers":
		text, ok = r.target.Numbers[word]
	case "ids":
		text, ok = r.target.IDs[word]
	case "account":
		text, ok = r.field(account, word)
	case "inbox":
		text, ok = p.inboxURL(), word == "url"
	case "run":
		text, ok = map[string]string{"id": p.ids.id, "uuid": p.ids.uuid}[word], word == "id" || word == "uuid"
	default:
		ok = false
	}
	return text, ok
}

// field is one of an account's fields. The stranger has those of main, with other letters.
func (r *run) field(account, name string) (string, bool) {
	switch account {
	case scenario.Nobody:
		return "", false
	case scenario.Stranger:
		main, _ := r.target.Account(scenario.Main)
		return strange(main, name)
	}
	found, ok := r.target.Account(account)
	if !ok {
		return "", false
	}
	value, ok := found.Fields[name]
	return value, ok
}

// line returns the text of a line of a scenario's file.
func (r *run) line(near scenario.Place, number int) string {
	if number == near.Line {
		return near.Text
	}
	lines, ok := r.lines.Load(near.File)
	if !ok && r.Files != nil {
		data, err := fs.ReadFile(r.Files, near.File)
		if err != nil {
			return ""
		}
		lines = strings.Split(string(data), "\n")
		r.lines.Store(near.File, lines)
	}
	text, _ := lines.([]string)
	if number < 1 || number > len(text) {
		return ""
	}
	return strings.TrimRight(text[number-1], "\r")
}
