package match

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// longest is how much of a value a mismatch holds, in bytes. It is more than
// anyone should be shown: whoever shows it hides what is secret in it first, and
// then cuts it, since half a secret could not be found any more.
const longest = 8 << 10

// render writes a value as JSON, shortened.
func render(value any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	return shorten(strings.TrimSuffix(out.String(), "\n"))
}

func shorten(text string) string {
	if len(text) <= longest {
		return text
	}
	cut := longest
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// flow writes a node of a scenario on one line, as YAML does in braces.
func flow(node *yaml.Node) string {
	var out strings.Builder
	writeFlow(&out, node)
	return shorten(out.String())
}

func writeFlow(out *strings.Builder, node *yaml.Node) {
	switch node.Kind {
	case yaml.MappingNode:
		out.WriteByte('{')
		for i := 0; i+1 < len(node.Content) && out.Len() <= longest; i += 2 {
			if i > 0 {
				out.WriteString(", ")
			}
			writeFlow(out, node.Content[i])
			out.WriteString(": ")
			writeFlow(out, node.Content[i+1])
		}
		out.WriteByte('}')
	case yaml.SequenceNode:
		out.WriteByte('[')
		for i, item := range node.Content {
			if i > 0 {
				out.WriteString(", ")
			}
			if out.Len() > longest {
				break
			}
			writeFlow(out, item)
		}
		out.WriteByte(']')
	default:
		if node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
			out.WriteString(strconv.Quote(node.Value))
			return
		}
		out.WriteString(node.Value)
	}
}

func counted(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun
	case 1:
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
