package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"time"

	"go.yaml.in/yaml/v4"
)

// setWord reads the value of a word into its field. The errors say what was
// wanted.
func setWord(field reflect.Value, word string, node *yaml.Node) error {
	switch into := field.Addr().Interface().(type) {
	case *string:
		return readText(into, node)
	case *int:
		return readInt(into, word, node)
	case *bool:
		return readTrue(into, node)
	case *float64:
		return readChance(into, node)
	case *Counts:
		return readCounts(into, node)
	case *time.Duration:
		return readSpan(into, word == "retry_after", node)
	case *map[string]string:
		return readFields(into, node)
	case *json.RawMessage:
		return readJSON(into, word == "alter", node)
	}
	return fmt.Errorf("a field of type %s", field.Type())
}

// readText reads a name. Whole numbers are read as they are written, so that a
// phone number keeps its plus and its zeros.
func readText(into *string, node *yaml.Node) error {
	tag := node.ShortTag()
	if node.Kind != yaml.ScalarNode || tag != "!!str" && tag != "!!int" || node.Value == "" {
		return errors.New("want a text")
	}
	*into = node.Value
	return nil
}

func readInt(into *int, word string, node *yaml.Node) error {
	least, most, want := 1, 1_000_000_000, "want a number from 1"
	if word == "status" {
		least, most, want = 200, 599, "want a status from 200 to 599"
	}
	n, err := strconv.Atoi(node.Value)
	if node.Kind != yaml.ScalarNode || node.ShortTag() != "!!int" || err != nil || n < least || n > most {
		return errors.New(want)
	}
	*into = n
	return nil
}

func readTrue(into *bool, node *yaml.Node) error {
	if node.Kind != yaml.ScalarNode || node.ShortTag() != "!!bool" || node.Value != "true" {
		return errors.New("want true; leave it out where it is not meant")
	}
	*into = true
	return nil
}

func readChance(into *float64, node *yaml.Node) error {
	p, err := strconv.ParseFloat(node.Value, 64)
	if node.Kind != yaml.ScalarNode || err != nil || !(p > 0 && p <= 1) {
		return errors.New("want a probability above 0 and up to 1, such as 0.3")
	}
	*into = p
	return nil
}

func readCounts(into *Counts, node *yaml.Node) error {
	numbers := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		numbers = node.Content
	}
	for _, number := range numbers {
		var n int
		if readInt(&n, "", number) != nil {
			return errors.New("want a number from 1, or several: [1, 2]")
		}
		*into = append(*into, n)
	}
	if len(*into) == 0 {
		return errors.New("want a number from 1, or several: [1, 2]")
	}
	return nil
}

// longestSpan is what a fault can be about: a year.
const longestSpan = 366 * 24 * time.Hour

func readSpan(into *time.Duration, seconds bool, node *yaml.Node) error {
	if seconds && node.Kind == yaml.ScalarNode && node.ShortTag() == "!!int" {
		var n int
		if err := readInt(&n, "", node); err != nil || n > int(longestSpan/time.Second) {
			return errors.New("want seconds from 1, or a duration such as 30s")
		}
		*into = time.Duration(n) * time.Second
		return nil
	}
	d, err := time.ParseDuration(node.Value)
	if node.Kind != yaml.ScalarNode || err != nil || d <= 0 || d > longestSpan {
		return errors.New("want a duration such as 30s or 5m")
	}
	*into = d
	return nil
}

var fieldName = regexp.MustCompile(`^[!#$%&'*+.^_|~0-9A-Za-z-]+$`)

func readFields(into *map[string]string, node *yaml.Node) error {
	if node.Kind != yaml.MappingNode || len(node.Content) == 0 {
		return errors.New("want header fields such as {Server: proxy}")
	}
	*into = map[string]string{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i].Value, node.Content[i+1]
		if !fieldName.MatchString(name) || value.Kind != yaml.ScalarNode || bytes.ContainsAny([]byte(value.Value), "\r\n\x00") {
			return fmt.Errorf("%q is no header field", name)
		}
		name = http.CanonicalHeaderKey(name)
		if _, twice := (*into)[name]; twice {
			return fmt.Errorf("%s stands twice", name)
		}
		if name == "Content-Length" || name == "Transfer-Encoding" {
			return fmt.Errorf("%s is made by the server; truncate: true announces more than it sends", name)
		}
		(*into)[name] = value.Value
	}
	return nil
}

// readJSON writes a value as JSON, its members in their order.
func readJSON(into *json.RawMessage, object bool, node *yaml.Node) error {
	if object && node.Kind != yaml.MappingNode {
		return errors.New("want a merge patch such as {status: busy, duration: null}")
	}
	var out bytes.Buffer
	if err := writeJSON(&out, node); err != nil {
		return err
	}
	*into = out.Bytes()
	return nil
}

func writeJSON(out *bytes.Buffer, node *yaml.Node) error {
	between := func(i int) {
		if i > 0 {
			out.WriteByte(',')
		}
	}
	switch node.Kind {
	case yaml.MappingNode:
		out.WriteByte('{')
		seen := map[string]bool{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			if seen[key.Value] || key.Kind != yaml.ScalarNode {
				return fmt.Errorf("%q stands twice, or is no word", key.Value)
			}
			seen[key.Value] = true
			between(i)
			writeString(out, key.Value)
			out.WriteByte(':')
			if err := writeJSON(out, node.Content[i+1]); err != nil {
				return err
			}
		}
		out.WriteByte('}')
	case yaml.SequenceNode:
		out.WriteByte('[')
		for i, item := range node.Content {
			between(i)
			if err := writeJSON(out, item); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case yaml.ScalarNode:
		return writeScalar(out, node)
	default:
		return errors.New("aliases are not used here; write the value out")
	}
	return nil
}

func writeScalar(out *bytes.Buffer, node *yaml.Node) error {
	switch node.ShortTag() {
	case "!!null":
		out.WriteString("null")
	case "!!bool", "!!int", "!!float":
		if !json.Valid([]byte(node.Value)) {
			return fmt.Errorf("%s is no value of JSON; write \"%s\" with quotes", node.Value, node.Value)
		}
		out.WriteString(node.Value)
	default:
		writeString(out, node.Value)
	}
	return nil
}

func writeString(out *bytes.Buffer, text string) {
	line := json.NewEncoder(out)
	line.SetEscapeHTML(false)
	line.Encode(text) // a string can always be encoded
	out.Truncate(out.Len() - 1)
}
