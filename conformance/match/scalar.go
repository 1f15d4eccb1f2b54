package match

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// scalar reads a scalar as a JSON value and reports what does not fit the
// schema. What is written as JSON writes a number, true, false or null has that
// type; all other text is a string where the schema allows one, so that
// +919999999999 keeps its plus. Without a schema YAML decides, and a plain
// scalar that begins with + or 0, whose type people and YAML see differently,
// must be quoted.
func scalar(file *source.File, node *yaml.Node, schema Schema) any {
	value, jsonType := literal(node)
	switch {
	case jsonType == "":
		value, jsonType = odd(file, node, schema)
	case jsonType == "null" && node.Value == "":
		file.Report(node, `write null, or ""`, "no value stands here")
		return nil
	}
	if jsonType == "" {
		return nil
	}
	if !schema.allows(jsonType) {
		file.Report(node, retype(node, jsonType, schema), "%s does not fit: the document says %s", source.Describe(node), schema.says())
		return nil
	}
	if err := schema.fits(value); err != nil {
		if words := schema.words(); len(words) > 0 {
			hint := cmp.Or(source.DidYouMean(node.Value, words), "known: "+strings.Join(words, ", "))
			file.Report(node, hint, "%s is none of the words that the document has here", node.Value)
			return value
		}
		file.Report(node, "", "%s does not fit the document: %v", source.Describe(node), err)
	}
	return value
}

// literal reads a scalar as far as its type is beyond doubt. The type is empty
// where it is not.
func literal(node *yaml.Node) (value any, jsonType string) {
	if node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return node.Value, "string"
	}
	if jsonNumber(node.Value) {
		number, ok := decimalOf(node.Value)
		if ok && number.whole() {
			return json.Number(node.Value), "integer"
		}
		return json.Number(node.Value), "number"
	}
	switch node.ShortTag() {
	case "!!null":
		return nil, "null"
	case "!!bool":
		return node.Value == "true" || node.Value == "True" || node.Value == "TRUE", "boolean"
	case "!!int", "!!float":
		return nil, ""
	}
	if first := node.Value[0]; first == '+' || first == '0' {
		return nil, ""
	}
	return node.Value, "string"
}

// odd reads a plain scalar that YAML and JSON do not see alike: +91, 012, 1_000.
func odd(file *source.File, node *yaml.Node, schema Schema) (value any, jsonType string) {
	if len(schema.types()) > 0 && schema.allows("string") {
		return node.Value, "string"
	}
	if len(schema.types()) > 0 {
		return node.Value, "string" // which does not fit, and is reported so
	}
	file.Report(node, "write "+strconv.Quote(node.Value), "%s could be a number or a text, and the document does not say which", node.Value)
	return nil, ""
}

// retype hints at the spelling that would fit.
func retype(node *yaml.Node, jsonType string, schema Schema) string {
	if jsonType != "string" {
		if jsonType != "null" && schema.allows("string") {
			return "write " + strconv.Quote(node.Value)
		}
		return ""
	}
	_, bare := literal(&yaml.Node{Kind: yaml.ScalarNode, Value: node.Value})
	if bare != "" && bare != "string" && schema.allows(bare) {
		return "write " + node.Value + " without quotes"
	}
	return ""
}
