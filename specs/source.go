package specs

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// source is a place in a YAML file: a node that remembers which file it is of.
type source struct {
	file string
	node *yaml.Node
}

// member is one key of a mapping with its value.
type member struct {
	key   source
	value source
}

// readYAML reads a file of exactly one YAML document. A key that stands twice
// in a mapping is an error: the node tree of the YAML library does not tell.
func readYAML(files fs.FS, file string) (source, error) {
	data, err := fs.ReadFile(files, file)
	if err != nil {
		return source{}, fmt.Errorf("no %s", file)
	}
	if line := indentedByTab(data); line > 0 {
		return source{}, fmt.Errorf("%s:%d: a tab indents this line; YAML wants spaces", file, line)
	}
	var document yaml.Node
	if err := yaml.Load(data, &document); err != nil {
		return source{}, notYAML(file, err)
	}
	if document.Kind != yaml.DocumentNode || len(document.Content) != 1 {
		return source{}, fmt.Errorf("%s: the file is empty", file)
	}
	root := source{file, document.Content[0]}
	return root, root.checkKeys()
}

// notYAML puts the place of a syntax error where all our errors have it.
func notYAML(file string, err error) error {
	var fault *yaml.LoadError
	if errors.As(err, &fault) && fault.Mark.Line > 0 {
		return fmt.Errorf("%s:%d: %s", file, fault.Mark.Line, fault.Message)
	}
	return fmt.Errorf("%s: %w", file, err)
}

// indentedByTab returns the first line that a tab indents, or 0.
func indentedByTab(data []byte) int {
	for i, line := range bytes.Split(data, []byte("\n")) {
		if indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]; bytes.IndexByte(indent, '\t') >= 0 {
			return i + 1
		}
	}
	return 0
}

func (s source) checkKeys() error {
	if s.node.Kind == yaml.MappingNode {
		first := map[string]int{}
		for i := 0; i < len(s.node.Content); i += 2 {
			key := source{s.file, s.node.Content[i]}
			if line, twice := first[key.node.Value]; twice {
				return key.errorf("%q stands here twice, first on line %d", key.node.Value, line)
			}
			first[key.node.Value] = key.node.Line
		}
	}
	for _, child := range s.node.Content {
		if err := (source{s.file, child}).checkKeys(); err != nil {
			return err
		}
	}
	return nil
}

// errorf makes an error that begins with file and line.
func (s source) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", s.file, s.node.Line, fmt.Errorf(format, args...))
}

// members returns the keys of a mapping in their order in the file. With known
// words given, another key is an error.
func (s source) members(known ...string) ([]member, error) {
	if s.node.Kind != yaml.MappingNode {
		return nil, s.errorf("want a mapping, got %s", s.kind())
	}
	var members []member
	for i := 0; i < len(s.node.Content); i += 2 {
		m := member{source{s.file, s.node.Content[i]}, source{s.file, s.node.Content[i+1]}}
		if word := m.key.node.Value; len(known) > 0 && !slices.Contains(known, word) {
			return nil, m.key.errorf("unknown key %q%s", word, Hint(word, known))
		}
		members = append(members, m)
	}
	return members, nil
}

// items returns the elements of a sequence.
func (s source) items() ([]source, error) {
	if s.node.Kind != yaml.SequenceNode {
		return nil, s.errorf("want a list, got %s", s.kind())
	}
	items := make([]source, len(s.node.Content))
	for i, node := range s.node.Content {
		items[i] = source{s.file, node}
	}
	return items, nil
}

// text returns a string. A scalar that YAML reads as something else is an
// error: a phone number without quotes would lose its plus or its zeros.
func (s source) text() (string, error) {
	if s.node.Kind != yaml.ScalarNode {
		return "", s.errorf("want a string, got %s", s.kind())
	}
	if s.node.ShortTag() != "!!str" {
		return "", s.errorf("want a string, got %s; write \"%s\" with quotes", s.kind(), s.node.Value)
	}
	return s.node.Value, nil
}

// list returns a list of strings.
func (s source) list() ([]string, error) {
	items, err := s.items()
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(items))
	for i, item := range items {
		if texts[i], err = item.text(); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// texts returns a mapping of strings.
func (s source) texts() (map[string]string, error) {
	members, err := s.members()
	if err != nil {
		return nil, err
	}
	found := make(map[string]string, len(members))
	for _, m := range members {
		value, err := m.value.text()
		if err != nil {
			return nil, err
		}
		found[m.key.node.Value] = value
	}
	return found, nil
}

// at returns what stands under the keys and indexes of a path, which may end
// early: the deepest place that exists.
func (s source) at(path ...string) source {
	for _, word := range path {
		next := s.child(word)
		if next.node == nil {
			break
		}
		s = next
	}
	return s
}

// child returns one value of a mapping or sequence; its node is nil if there
// is none.
func (s source) child(word string) source {
	switch s.node.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(s.node.Content); i += 2 {
			if s.node.Content[i].Value == word {
				return source{s.file, s.node.Content[i+1]}
			}
		}
	case yaml.SequenceNode:
		for i, node := range s.node.Content {
			if fmt.Sprint(i) == word {
				return source{s.file, node}
			}
		}
	}
	return source{file: s.file}
}

// keys are the words of a mapping, or nothing.
func (s source) keys() []string {
	members, _ := s.members() // what is no mapping has no keys
	var words []string
	for _, m := range members {
		words = append(words, m.key.node.Value)
	}
	return words
}

// kind says what a node is, for errors.
func (s source) kind() string {
	switch s.node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	words := map[string]string{"!!str": "a string", "!!int": "an integer", "!!float": "a number", "!!bool": "a boolean", "!!null": "nothing", "!!timestamp": "a timestamp"}
	if word, ok := words[s.node.ShortTag()]; ok {
		return word
	}
	return strings.TrimPrefix(s.node.ShortTag(), "!!")
}

var errAlias = errors.New("aliases are not used here; write the value out")
