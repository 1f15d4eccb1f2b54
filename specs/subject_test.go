package specs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// telling is what a document needs to say of calls, on lines that it has already.
func telling(was, becomes string) [][3]string {
	edits := [][3]string{
		{"openapi.yaml", "      operationId: getCall\n", "      operationId: getCall\n      x-reads: {one: call, by: id}\n"},
		{"openapi.yaml", "  schemas:\n    Waiting:\n", "  x-subjects: {call: {once: [ACM-002], facts: {state: {moves: {queued: [ringing, done], ringing: [done], done: []}}, ended: {keeps: state}}}}\n  schemas:\n    Waiting:\n"},
		{"openapi.yaml", "    Done:\n      type: object\n", "    Done:\n      type: object\n      x-tells: {of: call, id: state, facts: {state: state, ended: ended_at}}\n"},
	}
	for i := range edits {
		edits[i][2] = strings.Replace(edits[i][2], was, becomes, 1)
	}
	return edits
}

func TestADocumentSaysWhatItTellsOf(t *testing.T) {
	p := acme(t, telling("", "")...)
	require.Len(t, p.Subjects(), 1)
	call := p.Subjects()[0]
	assert.Equal(t, []string{"ACM-002"}, call.Once)
	assert.Equal(t, "state", call.Fact("ended").Keeps)
	assert.Nil(t, call.Fact("began"))
	get, _ := p.Operation("getCall")
	assert.Equal(t, Reading{"call", "id"}, get.Reads())
	assert.Equal(t, &Telling{Subject: "call", ID: "state", Facts: map[string]string{"state": "state", "ended": "ended_at"}}, Tells(p.Document.Components.Schemas["Done"].Value))
}

func TestAStateLeadsWhereTheDocumentSays(t *testing.T) {
	call := acme(t, telling("", "")...).Subjects()[0]
	state := call.Fact("state")
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"queued", "done", true}, {"queued", "ringing", true}, {"done", "done", true}, {"done", "queued", false}, {"ringing", "queued", false},
		{"odd", "done", true}, {"queued", "odd", true}, {"done", "odd", false},
	} {
		assert.Equal(t, c.want, state.Leads(c.from, c.to), "%s to %s", c.from, c.to)
	}
	assert.True(t, state.Final("done"))
	assert.False(t, state.Final("odd"), "of a word that nobody knows nothing is known")
}

func TestWhatIsToldOfMustExist(t *testing.T) {
	for was, c := range map[string]struct{ becomes, want string }{
		"one: call":                              {"one: cal", `26: x-reads names the unknown subject "cal"; did you mean call?`},
		"by: id":                                 {"by: di", `26: x-reads reads by "di", which is no parameter of getCall`},
		"once: [ACM-002]":                        {"once: [ACM-200]", "69: unknown claim ACM-200; did you mean ACM-001?"},
		"ringing: [done]":                        {"ringing: [dome]", "69: ringing may become dome, which moves does not list; did you mean done?"},
		"keeps: state":                           {"keeps: stat", "69: keeps stat, which is neither a fact nor the word always; did you mean state?"},
		"ended: {keeps":                          {"ended: {keep", `69: unknown key "keep"; did you mean keeps?`},
		"{keeps: state}":                         {"{}", "69: the fact ended needs either moves or keeps"},
		"of: call":                               {"of: cal", `79: x-tells names the unknown subject "cal"; did you mean call?`},
		"id: state":                              {"id: stat", `79: the id "stat" is no member of this object; did you mean state?`},
		"ended: ended_at":                        {"endet: ended_at", "79: call has no fact endet; did you mean ended?"},
		"facts: {state: state, ended: ended_at}": {"facts: {state: state, ended: ended}", "79: ended is no member of this object"},
	} {
		_, err := editedAcme(t, telling(was, c.becomes)...)
		assert.EqualError(t, err, "load provider acme: acme/openapi.yaml:"+c.want, was)
	}
}
