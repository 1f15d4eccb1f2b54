package engine

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

var texts = []string{
	``, ` `, `null`, `true`, `false`, `nul`, `truex`, `"a"`, `"a`, `"\u00e9\n\ud83d\ude00"`, `"\ud83d"`, `"\x"`, "\"\xff\xfe\"", "\"a\x01\"", `"ä"`, `"\`, `"\"`,
	`0`, `-0`, `-`, `01`, `1.`, `1.5`, `.5`, `1e5`, `1E+5`, `1e-5`, `1e`, `1e+`, `1e999`, `-1e999`, `1e-999`, `+1`, `0x1`, `1_0`, `Infinity`, `NaN`, `12345678901234567890`,
	`{}`, `{ }`, `{"a":1}`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a":1,"a":2}`, `{"a":{"a":{}}, "":[]}`, `{"a":1 "b":2}`, `{"\u0061":1,"a":2}`,
	`[]`, `[ ]`, `[1,2]`, `[1,]`, `[,1]`, `[1 2]`, `[[[]]]`, `[`, `{`, `]`, `[}`, `{]`, ` [ 1 , "a" , null ] `, `1 2`, `{} {}`, "\ufeff{}", "[1\v]", "\t\r\n1",
}

func TestABodyIsReadAsTheLibraryReadsIt(t *testing.T) {
	for _, text := range texts {
		sameAsTheLibrary(t, []byte(text))
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range texts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if strings.Count(string(raw), "[")+strings.Count(string(raw), "{") <= depthLimit {
			sameAsTheLibrary(t, raw)
		}
	})
}

func sameAsTheLibrary(t *testing.T, raw []byte) {
	t.Helper()
	var want any
	err := json.Unmarshal(raw, &want)
	got, ok := decode(raw)
	if assert.Equal(t, err == nil, ok, "%q: %v", raw, err) && ok {
		assert.Equal(t, want, got, "%q", raw)
	}
}

func TestABodyNestsNoDeeperThanTheLimit(t *testing.T) {
	nested := func(n int) []byte { return []byte(strings.Repeat(`[{"a":`, n/2) + "1" + strings.Repeat("}]", n/2)) }
	_, ok := decode(nested(depthLimit))
	assert.True(t, ok)
	_, ok = decode(nested(depthLimit + 2))
	assert.False(t, ok)
	_, ok = decode([]byte(strings.Repeat("[", 1<<20)))
	assert.False(t, ok)
	_, ok = decode([]byte(`["` + strings.Repeat("[{", depthLimit) + `\""]`))
	assert.True(t, ok, "brackets in a string nest nothing")
	_, ok = decode([]byte("[" + strings.Repeat("[],{},", depthLimit) + "[]]"))
	assert.True(t, ok, "nor do those side by side")
}

func BenchmarkDecode(b *testing.B) {
	body := []byte(`{"from": "918888888888", "to": "919810012345", "kind": "loud and long", "hook": "http://127.0.0.1:9/hook", "transcript": true, "times": 3}`)
	for name, read := range map[string]func(){
		"ours": func() { decode(body) },
		"library": func() {
			var value any
			_ = json.Unmarshal(body, &value)
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read()
			}
		})
	}
}
