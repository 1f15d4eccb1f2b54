package engine

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/specs"
)

// mostFaults bounds a list; what arranges more is no plan but an accident.
const mostFaults = 1000

// ParseFaults reads a list of faults from YAML, or from JSON, which is YAML
// too. It is strict: a word that no fault has, one that stands twice, a value
// that does not fit its word and a list without a fault are errors that name
// file and line. The file is named in errors only; "" is a text that is no file.
func ParseFaults(file string, data []byte) ([]Fault, error) {
	r := faultReader{file: file, lines: bytes.Contains(bytes.TrimSpace(data), []byte("\n"))}
	var documents []yaml.Node
	if err := yaml.Load(data, &documents, yaml.WithAllDocuments()); err != nil {
		return nil, r.notYAML(err)
	}
	if len(documents) == 0 || len(documents[0].Content) == 0 {
		return nil, r.errorf(&yaml.Node{}, "no fault in it: %s", wantFaults)
	}
	if len(documents) > 1 {
		return nil, r.errorf(&documents[1], "a second document: all faults stand in one list")
	}
	root := documents[0].Content[0]
	switch {
	case root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null", root.Kind == yaml.SequenceNode && len(root.Content) == 0:
		return nil, r.errorf(root, "no fault in it: %s", wantFaults)
	case root.Kind != yaml.SequenceNode:
		return nil, r.errorf(root, "%s", wantFaults)
	case len(root.Content) > mostFaults:
		return nil, r.errorf(root, "%d faults, of at most %d", len(root.Content), mostFaults)
	}
	list := make([]Fault, len(root.Content))
	for i, node := range root.Content {
		r.n = i + 1
		if err := r.fault(node, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

const wantFaults = "want a list such as [{on: {operation: …}, do: {status: 503}}]"

// faultSource is where a fault stands, for what is wrong with it.
type faultSource struct {
	file  string
	lines map[string]int // by "on", "on.operation", "do.status" …; nil: it was not read, or all of it is one line
}

// at begins an error about one part of the nth fault.
func (w faultSource) at(n int, part string) string {
	line, ok := w.lines[part]
	if !ok {
		whole, _, _ := strings.Cut(part, ".")
		line = w.lines[whole]
	}
	return placed(w.file, n, line)
}

// placed is the place of an error: file and line where there are such, else
// which fault it is.
func placed(file string, n, line int) string {
	switch {
	case file != "" && line > 0:
		return fmt.Sprintf("%s:%d: ", file, line)
	case file != "":
		return file + ": "
	case n > 0 && line > 0:
		return fmt.Sprintf("fault %d, line %d: ", n, line)
	case n > 0:
		return fmt.Sprintf("fault %d: ", n)
	case line > 0:
		return fmt.Sprintf("line %d: ", line)
	}
	return ""
}

// A faultReader reads one list.
type faultReader struct {
	file  string
	n     int  // the fault it is at, from 1; 0: the list
	lines bool // there is more than one
}

func (r *faultReader) line(node *yaml.Node) int {
	if r.lines || r.file != "" {
		return node.Line
	}
	return 0
}

func (r *faultReader) errorf(node *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s%w", placed(r.file, r.n, r.line(node)), fmt.Errorf(format, args...))
}

func (r *faultReader) notYAML(err error) error {
	var broken *yaml.LoadError
	if errors.As(err, &broken) && broken.Mark.Line > 0 {
		return r.errorf(&yaml.Node{Line: broken.Mark.Line}, "this is not YAML: %s", broken.Message)
	}
	return r.errorf(&yaml.Node{}, "%s: %w", wantFaults, err)
}

// fault reads one.
func (r *faultReader) fault(node *yaml.Node, f *Fault) error {
	f.source = faultSource{file: r.file, lines: map[string]int{}}
	return r.members(node, "a fault", []string{"on", "do"}, func(key string, keyNode, value *yaml.Node) error {
		f.source.lines[key] = r.line(keyNode)
		into, known := reflect.ValueOf(&f.On), faultWordsOf(PointWords())
		if key == "do" {
			into, known = reflect.ValueOf(&f.Do), faultWordsOf(EffectWords())
		}
		return r.members(value, "what stands after "+key, known, func(word string, wordNode, value *yaml.Node) error {
			f.source.lines[key+"."+word] = r.line(wordNode)
			if err := setWord(fieldOf(into, word), word, value); err != nil {
				return r.errorf(value, "%s: %w", word, err)
			}
			return nil
		})
	})
}

// faultWordsOf are the words of rows, each once.
func faultWordsOf(rows []FaultWord) []string {
	var words []string
	for _, row := range rows {
		if !slices.Contains(words, row.Word) {
			words = append(words, row.Word)
		}
	}
	return words
}

// members visits a mapping whose keys are all known and stand there once.
func (r *faultReader) members(node *yaml.Node, what string, known []string, visit func(key string, keyNode, value *yaml.Node) error) error {
	if node.Kind != yaml.MappingNode {
		return r.errorf(node, "%s has to be a mapping with %s", what, among(known))
	}
	first := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if line, twice := first[key.Value]; twice {
			if key.Line == line {
				return r.errorf(key, "%s stands twice", key.Value)
			}
			return r.errorf(key, "%s stands here twice, first on line %d", key.Value, line)
		}
		first[key.Value] = key.Line
		if !slices.Contains(known, key.Value) {
			hint := specs.Hint(key.Value, known)
			if hint == "" {
				hint = ": want " + among(known)
			}
			return r.errorf(key, "unknown word %q%s", key.Value, hint)
		}
		if err := visit(key.Value, key, value); err != nil {
			return err
		}
	}
	return nil
}

// among lists words for people: "a, b or c".
func among(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// fieldOf is the field of a struct that a word stands for.
func fieldOf(pointer reflect.Value, word string) reflect.Value {
	v := pointer.Elem()
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name == word {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}
