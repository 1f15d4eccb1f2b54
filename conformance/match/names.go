package match

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// Use is a name that a pattern or template reads or saves.
type Use struct {
	Name         string // without its dollar
	Saves        bool
	Line, Column int
}

// roots are the names that the run gives; what follows their dot names one of
// them: $numbers.busy.
func roots() []string { return []string{"account", "ids", "inbox", "numbers", "run"} }

// Given tells whether a name is one that the run gives, not a step.
func Given(name string) bool { return strings.Contains(name, ".") }

var (
	nameForm  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*`)
	givenForm = regexp.MustCompile(`^\.[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*`)
	saveForm  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// cutName splits a text that follows a dollar into the name and the rest. The
// name is empty if there is none.
func cutName(text string) (name, rest string) {
	name = nameForm.FindString(text)
	rest = text[len(name):]
	if slices.Contains(roots(), name) {
		key := givenForm.FindString(rest)
		if key == "" {
			return "", text
		}
		return name + key, rest[len(key):]
	}
	return name, rest
}

// segment is a stretch of text: as it stands, or a name to fill in.
type segment struct {
	text string
	name string
}

// cutText splits a text at its names. In a regular expression a backslash
// protects the dollar that follows it.
func cutText(file *source.File, node *yaml.Node, expression bool) ([]segment, []Use) {
	var segments []segment
	var uses []Use
	var plain strings.Builder
	rest := node.Value
	for rest != "" {
		at := strings.IndexAny(rest, `$\`)
		if at < 0 {
			break
		}
		plain.WriteString(rest[:at])
		mark := rest[at]
		rest = rest[at+1:]
		switch {
		case mark == '\\' && expression && rest != "":
			plain.WriteString(`\` + rest[:1])
			rest = rest[1:]
		case mark == '\\':
			plain.WriteByte('\\')
		case strings.HasPrefix(rest, "$"):
			if expression {
				plain.WriteByte('\\')
			}
			plain.WriteByte('$')
			rest = rest[1:]
		default:
			name, after := cutName(rest)
			if name == "" {
				reportDollar(file, node, rest, expression)
				return nil, nil
			}
			if plain.Len() > 0 {
				segments = append(segments, segment{text: plain.String()})
				plain.Reset()
			}
			segments = append(segments, segment{name: name})
			uses = append(uses, Use{Name: name, Line: node.Line, Column: columnOf(node, len(node.Value)-len(rest)-1)})
			rest = after
		}
	}
	plain.WriteString(rest)
	if plain.Len() > 0 {
		segments = append(segments, segment{text: plain.String()})
	}
	return segments, uses
}

func reportDollar(file *source.File, node *yaml.Node, rest string, expression bool) {
	hint := "write $$ for a dollar"
	word := nameForm.FindString(rest)
	switch {
	case slices.Contains(roots(), word):
		file.Report(node, "write $"+word+". and a name, such as "+example(word), "$%s is not a value by itself", word)
		return
	case expression:
		hint = "matches covers the whole value, so no anchor is needed; " + hint
	}
	file.Report(node, hint, "a dollar stands here without a name")
}

func example(root string) string {
	return map[string]string{"account": "$account.email", "ids": "$ids.agent", "inbox": "$inbox.url", "numbers": "$numbers.busy", "run": "$run.id"}[root]
}

// columnOf points into a scalar where its text stands as it is written, and at
// its beginning where it does not.
func columnOf(node *yaml.Node, offset int) int {
	switch {
	case node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0, strings.ContainsAny(node.Value[:offset], "\n\\'\""):
		return node.Column
	case node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		offset++
	}
	return node.Column + offset
}

// saveName reads the name that a save gives.
func saveName(file *source.File, node *yaml.Node) (Use, bool) {
	name, ok := file.Text(node, "a name to save under")
	if !ok {
		return Use{}, false
	}
	switch {
	case strings.HasPrefix(name, "$"):
		file.Report(node, "write "+strings.TrimLeft(name, "$"), "a name is saved without its dollar")
	case !saveForm.MatchString(name):
		file.Report(node, "letters, digits and _", "%s cannot be a name", name)
	case slices.Contains(roots(), name):
		file.Report(node, "", "%s is a name that the run gives; save under another", name)
	default:
		return Use{Name: name, Saves: true, Line: node.Line, Column: node.Column}, true
	}
	return Use{}, false
}
