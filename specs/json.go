package specs

import (
	"bytes"
	"encoding/json"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// toJSON writes a YAML node as JSON, so that one parse serves both the OpenAPI
// library and errors with a line. Timestamps stay the text they are written as.
func (s source) toJSON(out *bytes.Buffer) error {
	switch s.node.Kind {
	case yaml.MappingNode:
		out.WriteByte('{')
		for i := 0; i < len(s.node.Content); i += 2 {
			if i > 0 {
				out.WriteByte(',')
			}
			writeString(out, s.node.Content[i].Value)
			out.WriteByte(':')
			if err := (source{s.file, s.node.Content[i+1]}).toJSON(out); err != nil {
				return err
			}
		}
		out.WriteByte('}')
	case yaml.SequenceNode:
		out.WriteByte('[')
		for i, node := range s.node.Content {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := (source{s.file, node}).toJSON(out); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case yaml.ScalarNode:
		return s.writeScalar(out)
	default:
		return s.errorf("%w", errAlias)
	}
	return nil
}

func (s source) writeScalar(out *bytes.Buffer) error {
	switch s.node.ShortTag() {
	case "!!null":
		out.WriteString("null")
	case "!!bool", "!!int", "!!float":
		var value any
		if err := s.node.Decode(&value); err != nil {
			return s.errorf("%w", err)
		}
		text, err := json.Marshal(value)
		if err != nil {
			return s.errorf("%q cannot be written as JSON; write it with quotes", s.node.Value)
		}
		out.Write(text)
	default:
		writeString(out, s.node.Value)
	}
	return nil
}

func writeString(out *bytes.Buffer, text string) {
	if plain(text) {
		out.WriteString(strconv.Quote(text))
		return
	}
	quoted, _ := json.Marshal(text) // a string always has a JSON form
	out.Write(quoted)
}

// plain tells whether Go and JSON quote a text alike.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
