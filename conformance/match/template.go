package match

import (
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// Template is a value to send, in which names stand for values. It is
// immutable.
type Template struct {
	root value
	uses []Use
}

// value is a node of a template.
type value interface {
	resolve(env *Env) (any, error)
}

// CompileTemplate reads a template. The schema decides the type of scalars, and
// what does not fit it is reported to the file; without a schema YAML decides.
func CompileTemplate(file *source.File, node *yaml.Node, schema Schema) *Template {
	t := &Template{}
	t.root = t.compile(file, node, schema)
	return t
}

func (t *Template) compile(file *source.File, node *yaml.Node, schema Schema) value {
	switch node.Kind {
	case yaml.MappingNode:
		if !schema.allows("object") {
			file.Report(node, "", "a mapping does not fit: the document says %s", schema.says())
		}
		members := map[string]value{}
		for _, field := range file.Fields(node, "an object") {
			members[field.Key.Value] = t.compile(file, field.Value, schema.Member(field.Key.Value))
		}
		return objectValue(members)
	case yaml.SequenceNode:
		if !schema.allows("array") {
			file.Report(node, "", "a list does not fit: the document says %s", schema.says())
		}
		items := make([]value, len(node.Content))
		for i, item := range node.Content {
			items[i] = t.compile(file, item, schema.Items())
		}
		return arrayValue(items)
	case yaml.ScalarNode:
		return t.compileScalar(file, node, schema)
	}
	return literalValue{} // an alias, which Parse has reported
}

func (t *Template) compileScalar(file *source.File, node *yaml.Node, schema Schema) value {
	if !strings.Contains(node.Value, "$") {
		return literalValue{scalar(file, node, schema)}
	}
	segments, uses := cutText(file, node, false)
	t.uses = append(t.uses, uses...)
	if len(segments) == 1 && segments[0].name != "" {
		return nameValue(segments[0].name)
	}
	if !schema.allows("string") {
		file.Report(node, "", "a text does not fit: the document says %s", schema.says())
	}
	return textValue(segments)
}

// Resolve returns the value with all names filled in. A name without a value is
// an error.
func (t *Template) Resolve(env *Env) (any, error) { return t.root.resolve(env) }

// Text returns the value as text: a string as it is, anything else as JSON.
func (t *Template) Text(env *Env) (string, error) {
	value, err := t.root.resolve(env)
	if err != nil {
		return "", err
	}
	return Text(value), nil
}

// Uses returns the names that the template reads, in order.
func (t *Template) Uses() []Use { return t.uses }

// Text writes a value into a longer text: a string as it is, anything else as
// JSON.
func Text(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

type literalValue struct{ value any }

func (v literalValue) resolve(*Env) (any, error) { return v.value, nil }

type nameValue string

func (v nameValue) resolve(env *Env) (any, error) {
	value, ok := env.Lookup(string(v))
	if !ok {
		return nil, unset(v)
	}
	return value, nil
}

// unset is the error of a name without a value.
type unset string

func (u unset) Error() string { return "$" + string(u) + " has no value" }

type textValue []segment

func (v textValue) resolve(env *Env) (any, error) {
	var out strings.Builder
	for _, s := range v {
		if s.name == "" {
			out.WriteString(s.text)
			continue
		}
		value, err := nameValue(s.name).resolve(env)
		if err != nil {
			return nil, err
		}
		out.WriteString(Text(value))
	}
	return out.String(), nil
}

type objectValue map[string]value

func (v objectValue) resolve(env *Env) (any, error) {
	object := make(map[string]any, len(v))
	for name, member := range v {
		value, err := member.resolve(env)
		if err != nil {
			return nil, err
		}
		object[name] = value
	}
	return object, nil
}

type arrayValue []value

func (v arrayValue) resolve(env *Env) (any, error) {
	array := make([]any, len(v))
	for i, item := range v {
		value, err := item.resolve(env)
		if err != nil {
			return nil, err
		}
		array[i] = value
	}
	return array, nil
}
