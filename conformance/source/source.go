// Package source reads the YAML that people write for the runner, and keeps
// what an error needs: file, line, column and the text of the line.
//
// Parse first. Readers then walk the nodes of File.Documents and note what is
// wrong with File.Report; File.Problems holds all of it, in the order of the
// file. The package knows YAML and places in it, and nothing of scenarios.
package source

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// File is the text of one YAML file, its documents, and what is wrong with it.
type File struct {
	Path      string
	Documents []*yaml.Node // the root of each document that is not empty
	lines     []string
	problems  []Problem
	unusable  map[[2]int]bool // places of nodes that Parse refused: what follows from them is not told
}

// Report notes a problem at a node. The hint says what to do about it, or is
// empty.
func (f *File) Report(n *yaml.Node, hint, format string, args ...any) {
	f.ReportAt(n.Line, n.Column, hint, format, args...)
}

// ReportAt notes a problem at a line and a column, both counted from 1.
func (f *File) ReportAt(line, column int, hint, format string, args ...any) {
	if f.unusable[[2]int{line, column}] {
		return
	}
	f.problems = append(f.problems, Problem{
		File: f.Path, Line: line, Column: column,
		Message: fmt.Sprintf(format, args...), Hint: hint, Source: f.Line(line),
	})
}

// Line returns the text of a line, counted from 1.
func (f *File) Line(number int) string {
	if number < 1 || number > len(f.lines) {
		return ""
	}
	return f.lines[number-1]
}

// Problems returns what was reported, in the order of the file and each once.
func (f *File) Problems() Problems {
	found := slices.Clone(f.problems)
	slices.SortStableFunc(found, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.Compact(found)
}

func splitLines(data []byte) []string {
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}
