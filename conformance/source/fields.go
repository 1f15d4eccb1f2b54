package source

import (
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/specs"
)

// Field is one key of a mapping with its value.
type Field struct {
	Key   *yaml.Node
	Value *yaml.Node
}

// Fields returns the keys of a mapping in their order, each once. Anything else
// is reported as "want …", with what saying what it should have been.
func (f *File) Fields(n *yaml.Node, what string) []Field {
	if n.Kind != yaml.MappingNode {
		f.Report(n, "", "want %s, got %s", what, Describe(n))
		return nil
	}
	seen := make(map[string]bool, len(n.Content)/2)
	fields := make([]Field, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || seen[key.Value] {
			continue // reported by Parse
		}
		seen[key.Value] = true
		fields = append(fields, Field{key, n.Content[i+1]})
	}
	return fields
}

// Known returns the fields of a mapping by key, and reports keys that are not
// among the known ones.
func (f *File) Known(n *yaml.Node, what string, known ...string) map[string]Field {
	fields := map[string]Field{}
	for _, field := range f.Fields(n, what) {
		if !contains(known, field.Key.Value) {
			f.Report(field.Key, DidYouMean(field.Key.Value, known), "unknown key %s in %s", field.Key.Value, what)
			continue
		}
		fields[field.Key.Value] = field
	}
	return fields
}

// Items returns the elements of a list. Anything else is reported.
func (f *File) Items(n *yaml.Node, what string) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		f.Report(n, "", "want %s, got %s", what, Describe(n))
		return nil
	}
	return n.Content
}

// Text returns a string that is not empty. A scalar that YAML reads as
// something else is reported: without quotes a phone number loses its plus or
// its zeros.
func (f *File) Text(n *yaml.Node, what string) (string, bool) {
	switch {
	case n.Kind != yaml.ScalarNode:
		f.Report(n, "", "want %s, got %s", what, Describe(n))
	case n.Value == "":
		f.Report(n, "", "want %s, got nothing", what)
	case n.ShortTag() != "!!str" && n.ShortTag() != "!!timestamp":
		f.Report(n, `write "`+n.Value+`"`, "want %s, got %s", what, Describe(n))
	default:
		return n.Value, true
	}
	return "", false
}

// Word returns a text that must be one of the known words. What names one of
// them, as in "an operation of induslabs".
func (f *File) Word(n *yaml.Node, what string, known []string) (string, bool) {
	word, ok := f.Text(n, what)
	if !ok {
		return "", false
	}
	if !contains(known, word) {
		f.Report(n, DidYouMean(word, known), "%s is not %s", word, what)
		return "", false
	}
	return word, true
}

// DidYouMean is a hint with the nearest known word, or empty.
func DidYouMean(word string, known []string) string {
	if near := specs.Nearest(word, known); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// Describe says what a node is, for messages.
func Describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
	default:
		return "an alias"
	}
	switch n.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!bool":
		return "the boolean " + n.Value
	case "!!int", "!!float":
		return "the number " + n.Value
	}
	return `the text "` + n.Value + `"`
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}
