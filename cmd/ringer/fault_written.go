package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A written is a list of faults as a person wrote it, for the control port.
type written struct {
	source string // of a complaint: a file, or "" for the command line
	lines  []int  // where each fault stands
	json   []byte
}

// parseWritten reads a list of faults, or one alone, from YAML, or from JSON,
// which is YAML too. What may stand in a fault is for the control port to say.
func parseWritten(source string, text []byte) (written, error) {
	w := written{source: source}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return w, fmt.Errorf("%s: want faults such as {on: {operation: …}, do: {status: 503}}: %w", w.name(), err)
	}
	if len(root.Content) == 0 {
		return w, fmt.Errorf("%s: no fault in it: want faults such as {on: {operation: …}, do: {status: 503}}", w.name())
	}
	list := root.Content[0]
	if list.Kind == yaml.MappingNode {
		list = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{list}}
	}
	if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return w, fmt.Errorf("%s: want a list of faults such as [{on: {operation: …}, do: {status: 503}}]", w.name())
	}
	for _, fault := range list.Content {
		w.lines = append(w.lines, fault.Line)
	}
	var plain []any
	if err := list.Decode(&plain); err != nil {
		return w, fmt.Errorf("%s: %w", w.name(), err)
	}
	var err error
	if w.json, err = json.Marshal(plain); err != nil {
		return w, fmt.Errorf("%s: %w", w.name(), err)
	}
	return w, nil
}

func (w written) name() string {
	if w.source == "" {
		return "faults of the command line"
	}
	return w.source
}

// ordinal finds which fault a refusal is about: by its number, or by its place
// in the body, which counts from 0.
var ordinal = regexp.MustCompile(`^(?:fault (\d+)\b|body (\d+)\b\.?)`)

// place says where the fault stands that a refusal is about.
func (w written) place(err error) error {
	var e *exit
	if !errors.As(err, &e) || e.code != exitUsage {
		return err
	}
	match := ordinal.FindStringSubmatch(err.Error())
	if match == nil {
		return err
	}
	n, _ := strconv.Atoi(match[1])
	if match[2] != "" {
		n, _ = strconv.Atoi(match[2])
		n++
	}
	what := fmt.Sprintf("fault %d: %s", n, strings.TrimLeft(strings.TrimPrefix(err.Error(), match[0]), ": "))
	if n < 1 || n > len(w.lines) || w.source == "" {
		return &exit{exitUsage, errors.New(what)}
	}
	return &exit{exitUsage, fmt.Errorf("%s:%d: %s", w.source, w.lines[n-1], what)}
}

// flow is JSON as a person writes it in one line of YAML.
func flow(text []byte) string {
	var root yaml.Node
	if yaml.Unmarshal(text, &root) != nil || len(root.Content) == 0 {
		return string(text)
	}
	var line strings.Builder
	write(&line, root.Content[0])
	return line.String()
}

func write(line *strings.Builder, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			line.WriteString(map[bool]string{true: "{", false: ", "}[i == 0])
			line.WriteString(n.Content[i].Value + ": ")
			write(line, n.Content[i+1])
		}
		line.WriteString(map[bool]string{true: "{}", false: "}"}[len(n.Content) == 0])
	case yaml.SequenceNode:
		for i, item := range n.Content {
			line.WriteString(map[bool]string{true: "[", false: ", "}[i == 0])
			write(line, item)
		}
		line.WriteString(map[bool]string{true: "[]", false: "]"}[len(n.Content) == 0])
	default:
		if n.Tag == "!!str" && strings.ContainsAny(n.Value, ",{}[]:#\"' ") {
			line.WriteString(strconv.Quote(n.Value))
			return
		}
		line.WriteString(n.Value)
	}
}
