package engine

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// A rewriting changes every object of a JSON text that the document describes,
// from the outside in. Numbers and what it does not touch stay as they stand.
type rewriting func(list []namedValue, of []*openapi3.Schema) []namedValue

// rewritten is a JSON text after a rewriting; what is no JSON stays as it is.
func rewritten(text []byte, schema *openapi3.Schema, how rewriting) []byte {
	var schemas []*openapi3.Schema
	if schema != nil {
		schemas = append(schemas, schema)
	}
	out, err := rewrite(text, schemas, how)
	if err != nil {
		return text
	}
	return out
}

func rewrite(text []byte, of []*openapi3.Schema, how rewriting) ([]byte, error) {
	text = bytes.TrimSpace(text)
	switch {
	case len(text) > 0 && text[0] == '{':
		return rewriteObject(text, of, how)
	case len(text) > 0 && text[0] == '[':
		return rewriteArray(text, of, how)
	}
	return text, nil
}

func rewriteObject(text []byte, of []*openapi3.Schema, how rewriting) ([]byte, error) {
	value, _ := decode(text)
	of = applying(of, value)
	list, err := members(text)
	if err != nil {
		return nil, err
	}
	list = how(list, of)
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range list {
		inner, _ := member(of, m.name)
		value, err := rewrite(m.value, inner, how)
		if err != nil {
			return nil, err
		}
		name, err := written(m.name)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func rewriteArray(text []byte, of []*openapi3.Schema, how rewriting) ([]byte, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	var items []*openapi3.Schema
	for _, s := range of {
		if s.Items != nil {
			items = append(items, s.Items.Value)
		}
	}
	parts := make([][]byte, len(list))
	for i, item := range list {
		part, err := rewrite(item, items, how)
		if err != nil {
			return nil, err
		}
		parts[i] = part
	}
	return append(append([]byte{'['}, bytes.Join(parts, []byte{','})...), ']'), nil
}

// described tells whether the document names members of an object, so that it
// is the provider's and not what a client once sent.
func described(of []*openapi3.Schema) bool {
	for _, s := range of {
		if len(s.Properties) > 0 {
			return true
		}
	}
	return false
}

// rewriting is what a pick does to a body; nil: nothing.
func (p *pick) rewriting() rewriting {
	switch p.Do {
	case "members":
		return p.more
	case "order":
		return p.shuffle
	case "text":
		return p.reword
	case "contradict", "mislead":
		return p.contradict()
	case "retype", "garble":
		return p.retype()
	case "omit", "leave-out":
		return p.omit()
	}
	return nil
}

// applied is a body after a pick.
func (p *pick) applied(body []byte, schema *openapi3.Schema) []byte {
	if p.Do == "spacing" {
		return p.spaced(body)
	}
	if how := p.rewriting(); how != nil {
		return rewritten(body, schema, how)
	}
	return body
}

// more adds members that no document names, to objects that a document
// describes.
func (p *pick) more(list []namedValue, of []*openapi3.Schema) []namedValue {
	if !described(of) {
		return list
	}
	for range 1 + p.draw.Rand.Intn(2) {
		extra := namedValue{"x_" + Letters(p.draw, "abcdefghijklmnopqrstuvwxyz", 6), p.anything()}
		at := p.draw.Rand.Intn(len(list) + 1)
		list = append(list[:at:at], append([]namedValue{extra}, list[at:]...)...)
	}
	return list
}

// anything is a value of any type.
func (p *pick) anything() json.RawMessage {
	values := []string{`null`, `true`, `[]`, `{"self":null}`, `"` + Letters(p.draw, "0123456789abcdef", 8) + `"`, strconv.Itoa(p.draw.Rand.Intn(1000))}
	return json.RawMessage(values[p.draw.Rand.Intn(len(values))])
}

func (p *pick) shuffle(list []namedValue, _ []*openapi3.Schema) []namedValue {
	p.draw.Rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// reword tells the texts of some members in other words.
func (p *pick) reword(list []namedValue, _ []*openapi3.Schema) []namedValue {
	words := []string{"The request was not accepted", "Something is not as it should be", "Please look at your request again"}
	for _, name := range p.Members {
		if i := find(list, name); i >= 0 && len(list[i].value) > 0 && list[i].value[0] == '"' {
			text, _ := written(words[p.draw.Rand.Intn(len(words))])
			list[i].value = text
		}
	}
	return list
}

func find(list []namedValue, name string) int {
	for i := range list {
		if list[i].name == name {
			return i
		}
	}
	return -1
}

// spaced writes JSON on several lines, and a slash as its escape.
func (p *pick) spaced(body []byte) []byte {
	var out bytes.Buffer
	escaped := body
	if p.draw.Rand.Intn(2) == 0 {
		escaped = bytes.ReplaceAll(body, []byte("/"), []byte(`\/`))
	}
	if json.Indent(&out, escaped, "", []string{" ", "  ", "\t"}[p.draw.Rand.Intn(3)]) != nil {
		return body
	}
	return out.Bytes()
}
