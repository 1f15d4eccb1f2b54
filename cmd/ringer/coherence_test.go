package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance"
	"github.com/ringer-mock/ringer/conformance/grade"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/scenarios"
	"github.com/ringer-mock/ringer/specs"
)

// Each provider's own scenarios, and nothing in them that expects anything: what is caught here is caught by holding
// what the fake says against what it said before.
func TestCoherenceAloneCatches(t *testing.T) {
	t.Parallel()
	suites := map[string]grade.Suite{}
	for _, c := range []struct {
		provider, what string
		by             grade.Tampering
		says           string
	}{
		{"induslabs", "a callback and a poll disagree", told("transcript.ready", "ready", "failed", "data", "transcript_status"), "contradicts"},
		{"indigenius", "a callback and a poll disagree", told("developer_callback", "phone", "web", "data", "type"), "contradicts developer_callback"},
		{"intellicall", "a callback and a poll disagree", told("call.result", "BUSY", "NO_ANSWER", "status"), "contradicts"},
		{"vinfer", "a callback and a poll disagree", told("call.completed", "interested", "dnd", "data", "disposition"), "contradicts"},
		{"callab", "a callback and a poll disagree", told("call.ended", "completed", "failed", "data", "call_status"), "contradicts"},

		{"induslabs", "a final state is left again", leaves("getCallTranscript", "ready", "processing", "data", "transcript_status"), "left the final state"},
		{"intellicall", "a final state is left again", leaves("getCallStatus", "ANSWER", "INITIATED", "call_status"), "left the final state"},
		{"vinfer", "a final state is left again", leaves("getCall", "completed", "in_progress", "status"), "left the final state"},
		{"callab", "a final state is left again", leaves("getCall", "completed", "in-progress", "data", "call_status"), "left the final state"},

		{"induslabs", "an id is used twice", twice("createClick2Call", "data", "call_id"), "an id that is in use"},
		{"indigenius", "an id is used twice", twice("initiatePhoneCall", "callId"), "an id that is in use"},
		{"intellicall", "an id is used twice", twice("initiateCall", "call_id"), "an id that is in use"},
		{"vinfer", "an id is used twice", twice("createCall", "id"), "an id that is in use"},
		{"callab", "an id is used twice", twice("makeCall", "data", "id"), "an id that is in use"},

		{"induslabs", "another account's call is in a list", leaks("listRecentCalls", "data", "calls"), "of the account"},
		{"indigenius", "another account's call is in a list", leaks("listCalls", "data"), "of the account"},
		{"vinfer", "another account's call is in a list", leaks("listCalls", "data"), "of the account"},
		{"callab", "another account's call is in a list", leaks("queryCalls", "data"), "of the account"},
	} {
		if _, made := suites[c.provider]; !made {
			suites[c.provider] = unexpecting(t, c.provider)
		}
		result, applied := through(t, suites[c.provider], c.by)
		assert.NotZero(t, applied, "%s of %s never came about", c.what, c.provider)
		assert.Contains(t, strings.Join(incoherent(result), "\n"), c.says, "%s: %s", c.provider, c.what)
		assert.Equal(t, conformance.ExitFailure, result.ExitCode(), "%s: %s", c.provider, c.what)
	}
}

// Whether all that is legal is taken for coherent, grading tells with every chameleon; here stand those that change what
// is compared.
func TestWhatTheFakesSayIsCoherent(t *testing.T) {
	t.Parallel()
	for _, name := range mocks.Names() {
		s := unexpecting(t, name)
		for _, f := range append(s.Chameleons, append(grade.Chameleons(), grade.Tampering{Name: "nothing"})...) {
			if f.Name == "nothing" || !raced && (strings.Contains(f.Name, "more members") || strings.Contains(f.Name, "rung")) {
				result, _ := through(t, s, f)
				assert.Empty(t, incoherent(result), "%s, %s", name, f.Name)
			}
		}
	}
}

// unexpecting is a provider's suite whose scenarios expect nothing.
func unexpecting(t *testing.T, provider string) grade.Suite {
	t.Helper()
	s, err := suiteOf(provider, gradeFlags{})
	require.NoError(t, err)
	s.Scenarios = stripped(t, s.Provider)
	return s
}

func through(t *testing.T, s grade.Suite, f grade.Tampering) (*conformance.Result, int64) {
	t.Helper()
	c, applied := s.Through(f)
	result, err := conformance.Run(t.Context(), c)
	require.NoError(t, err)
	return result, applied()
}

// incoherent are the failures of which coherence tells, that are no warnings. There may be no others.
func incoherent(result *conformance.Result) (list []string) {
	for _, sc := range result.Scenarios {
		for _, f := range sc.Failures {
			if f.By == "coherence" && !f.Warning {
				list = append(list, sc.Address+": "+f.Message+": want "+f.Mismatches[0].Want+", got "+f.Mismatches[0].Got)
			}
		}
	}
	return list
}

// stripped are the scenarios of a provider without any expectation: they send and wait as before, and keep what later
// steps need.
func stripped(t *testing.T, provider *specs.Provider) []*scenario.Scenario {
	t.Helper()
	paths, err := fs.Glob(scenarios.Files, provider.Name+"/*.yaml")
	require.NoError(t, err)
	files := fstest.MapFS{}
	for _, path := range paths {
		data, err := fs.ReadFile(scenarios.Files, path)
		require.NoError(t, err)
		var out bytes.Buffer
		for in := yaml.NewDecoder(bytes.NewReader(data)); ; {
			var document yaml.Node
			err := in.Decode(&document)
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			strip(document.Content[0])
			text, err := yaml.Marshal(&document)
			require.NoError(t, err)
			out.WriteString("---\n")
			out.Write(text)
		}
		files[path] = &fstest.MapFile{Data: out.Bytes()}
	}
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	load := func(string) (*specs.Provider, error) { return provider, nil }
	list, err := scenario.NewLoader(specs.Names(), load, book).Load(files, paths...)
	require.NoError(t, err)
	return list
}

func strip(scenario *yaml.Node) {
	without(scenario, "never")
	for i := 0; i+1 < len(scenario.Content); i += 2 {
		if scenario.Content[i].Value != "steps" {
			continue
		}
		for _, step := range scenario.Content[i+1].Content {
			without(step, "proves", "after", "gaps", "give_up_if")
			expect, until := under(step, "expect"), under(step, "until")
			if under(step, "eventually") != nil && until == nil && expect != nil {
				condition := waited(expect)
				step.Content = append(step.Content, word("until"), condition)
			}
			kept := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			if under(step, "receive") == nil && under(step, "wait") == nil {
				kept.Content = append(kept.Content, word("status"), anything())
			}
			if expect != nil {
				for _, part := range []string{"headers", "body"} {
					if saves := saving(under(expect, part)); saves != nil {
						kept.Content = append(kept.Content, word(part), saves)
					}
				}
			}
			without(step, "expect")
			if len(kept.Content) > 0 {
				step.Content = append(step.Content, word("expect"), kept)
			}
		}
	}
}

// saving is what of a pattern saves anything, nil if nothing does.
func saving(pattern *yaml.Node) *yaml.Node {
	if pattern == nil || !strings.Contains(yamlOf(pattern), "save:") && !strings.Contains(yamlOf(pattern), "(?P<") {
		return nil
	}
	switch {
	case pattern.Kind == yaml.SequenceNode, pattern.Kind == yaml.ScalarNode, under(pattern, "some") != nil, under(pattern, "matches") != nil:
		return pattern
	case under(pattern, "save") != nil:
		return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{word("save"), under(pattern, "save")}}
	}
	kept := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for i := 0; i+1 < len(pattern.Content); i += 2 {
		if saves := saving(pattern.Content[i+1]); saves != nil {
			kept.Content = append(kept.Content, pattern.Content[i], saves)
		}
	}
	return kept
}

// waited is a pattern as a condition: one that saves nothing.
func waited(pattern *yaml.Node) *yaml.Node {
	copied := *pattern
	copied.Content = nil
	for i, part := range pattern.Content {
		if pattern.Kind == yaml.MappingNode && i%2 == 1 && part.Kind == yaml.MappingNode && under(part, "save") != nil {
			rest := *part
			rest.Content = nil
			for j := 0; j+1 < len(part.Content); j += 2 {
				if part.Content[j].Value != "save" {
					rest.Content = append(rest.Content, part.Content[j], waited(part.Content[j+1]))
				}
			}
			if len(rest.Content) == 0 {
				rest = *anything()
			}
			copied.Content = append(copied.Content, &rest)
			continue
		}
		copied.Content = append(copied.Content, waited(part))
	}
	return &copied
}

func yamlOf(node *yaml.Node) string {
	data, _ := yaml.Marshal(node)
	return string(data)
}

func word(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func anything() *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{word("any"), {Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}}}
}

func under(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; mapping.Kind == yaml.MappingNode && i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func without(mapping *yaml.Node, keys ...string) {
	var kept []*yaml.Node
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		keep := true
		for _, key := range keys {
			keep = keep && mapping.Content[i].Value != key
		}
		if keep {
			kept = append(kept, mapping.Content[i], mapping.Content[i+1])
		}
	}
	mapping.Content = kept
}

// told makes a callback say another word.
func told(event, is, becomes string, path ...string) grade.Tampering {
	return grade.Told("another word", event, func(body map[string]any) bool {
		return grade.At(body, path...) == is && grade.Put(body, becomes, path...)
	})
}

// leaves makes an operation go back to an earlier word once it has said a final one.
func leaves(operation, final, earlier string, path ...string) grade.Tampering {
	return grade.Tampering{Name: "left again", After: func(x *grade.Passing) bool {
		if !x.Is(operation) || grade.At(x.Body, path...) != final {
			return false
		}
		if x.Proxy.Remember(x.Sandbox()+x.Request.URL.Path, true) == nil {
			return false
		}
		return grade.Put(x.Body, earlier, path...)
	}}
}

// twice gives the first id of a sandbox to all that come after.
func twice(operation string, path ...string) grade.Tampering {
	return grade.Tampering{Name: "given twice", After: func(x *grade.Passing) bool {
		id := grade.Text(grade.At(x.Body, path...))
		if !x.Is(operation) || id == "" {
			return false
		}
		key := x.Sandbox() + "first"
		if first := x.Proxy.Recall(key); first != nil {
			return first != id && grade.Put(x.Body, first, path...)
		}
		x.Proxy.Remember(key, id)
		return false
	}}
}

// leaks adds what one account was shown to the lists of others.
func leaks(operation string, path ...string) grade.Tampering {
	return grade.Tampering{Name: "leaks", After: func(x *grade.Passing) bool {
		list, ok := grade.At(x.Body, path...).([]any)
		if !x.Is(operation) || x.Status != http.StatusOK || !ok {
			return false
		}
		who := x.Request.Header.Get("Authorization") + x.Request.Header.Get("X-API-Key")
		key := x.Sandbox() + "shown"
		shown, _ := x.Proxy.Recall(key).([2]any)
		if shown[0] != nil && shown[0] != who {
			return grade.Put(x.Body, append(list[:len(list):len(list)], shown[1]), path...)
		}
		if len(list) > 0 && shown[0] == nil {
			x.Proxy.Remember(key, [2]any{who, list[0]})
		}
		return false
	}}
}
