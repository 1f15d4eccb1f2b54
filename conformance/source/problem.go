package source

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Problem is one thing wrong with a file that a person wrote.
type Problem struct {
	File         string
	Line, Column int // from 1; 0 where the whole file is meant
	Message      string
	Hint         string // what to do about it, or empty
	Source       string // the text of the line
}

// Error returns the problem on up to four lines: place and message, the source
// line, a caret under the column, and the hint.
func (p Problem) Error() string {
	var out strings.Builder
	if p.Line == 0 {
		fmt.Fprintf(&out, "%s: %s", p.File, p.Message)
	} else {
		fmt.Fprintf(&out, "%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
	}
	if excerpt := Excerpt(p.Source, p.Line, p.Column); excerpt != "" {
		out.WriteString("\n" + excerpt)
	}
	if p.Hint != "" {
		out.WriteString("\n  hint: " + p.Hint)
	}
	return out.String()
}

// Problems is all that is wrong with one or more files. It is an error when it
// is not empty; Err makes the difference.
type Problems []Problem

// Error returns all problems, one after another.
func (p Problems) Error() string {
	texts := make([]string, len(p))
	for i, problem := range p {
		texts[i] = problem.Error()
	}
	return strings.Join(texts, "\n")
}

// Err returns the problems as an error, or nil if there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Excerpt returns a source line with its number and a caret under a column,
// both indented; it is empty where there is no line to show. Long lines are cut
// around the column.
func Excerpt(text string, line, column int) string {
	if line == 0 || strings.TrimSpace(text) == "" {
		return ""
	}
	runes, at := []rune(clean(text)), max(column, 1)-1
	if at > len(runes) {
		at = len(runes)
	}
	from, to := 0, len(runes)
	if to > widest {
		from = max(0, min(at-widest/2, to-widest))
		to = from + widest
	}
	number := fmt.Sprintf("  %d | ", line)
	return number + string(runes[from:to]) + "\n" +
		strings.Repeat(" ", utf8.RuneCountInString(number)+at-from) + "^"
}

// widest is how much of a source line is shown: a terminal's width, roughly.
const widest = 160

// clean makes a line safe to print and one column per character.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < ' ', r == 0x7f:
			return '?'
		}
		return r
	}, text)
}
