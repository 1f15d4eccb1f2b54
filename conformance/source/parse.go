package source

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Parse reads the documents of a YAML file. What is wrong with it as YAML is
// reported to the File: tabs, syntax, keys that stand twice, and what our
// formats do not use (anchors, aliases, tags, keys that are no words). With
// such problems the File has only the documents that can still be read.
func Parse(path string, data []byte) *File {
	f := &File{Path: path, lines: splitLines(data)}
	if !utf8.Valid(data) {
		f.ReportAt(0, 0, "save the file as UTF-8", "the file is not UTF-8 text")
		return f
	}
	if f.reportTabs(); len(f.problems) > 0 {
		return f
	}
	var documents []yaml.Node
	if err := yaml.Load(data, &documents, yaml.WithAllDocuments()); err != nil {
		f.reportSyntax(err)
		return f
	}
	for i := range documents {
		if len(documents[i].Content) != 1 || empty(documents[i].Content[0]) {
			continue
		}
		root := documents[i].Content[0]
		f.checkTree(root)
		f.Documents = append(f.Documents, root)
	}
	if len(f.Documents) == 0 {
		f.ReportAt(0, 0, "", "the file is empty")
	}
	return f
}

func empty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0
}

// reportTabs refuses every tab. Most break the indentation in ways that the
// YAML library explains badly, and none is needed: a quoted string can say \t.
func (f *File) reportTabs() {
	for i, line := range f.lines {
		if at := strings.IndexByte(line, '\t'); at >= 0 {
			f.ReportAt(i+1, utf8.RuneCountInString(line[:at])+1, `indent with spaces; inside a string write "\t"`, "a tab stands here, and YAML does not indent with tabs")
		}
	}
}

func (f *File) reportSyntax(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		f.ReportAt(0, 0, "", "the file is not YAML: %v", err)
		return
	}
	message := "this is not YAML: " + load.Message
	if load.ContextMsg != "" {
		message += " " + load.ContextMsg
	}
	f.ReportAt(min(load.Mark.Line, len(f.lines)), load.Mark.Column, "", "%s", message)
}

// checkTree reports what the node tree of the YAML library lets pass.
func (f *File) checkTree(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		f.refuse(n, "write the value out", "*%s is an alias, which this format does not use", n.Value)
	case n.Anchor != "":
		f.refuse(n, "write the value out where it is needed", "&%s is an anchor, which this format does not use", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		f.refuse(n, "quote what must be text", "%s is a tag, which this format does not use", n.Tag)
	}
	if n.Kind == yaml.MappingNode {
		f.checkKeys(n)
	}
	for _, child := range n.Content {
		f.checkTree(child)
	}
}

// refuse reports a node, and keeps quiet about it from then on.
func (f *File) refuse(n *yaml.Node, hint, format string, args ...any) {
	f.Report(n, hint, format, args...)
	if f.unusable == nil {
		f.unusable = map[[2]int]bool{}
	}
	f.unusable[[2]int{n.Line, n.Column}] = true
}

func (f *File) checkKeys(n *yaml.Node) {
	first := make(map[string]int, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || key.Value == "" {
			f.Report(key, "", "a key must be a word")
			continue
		}
		if line, twice := first[key.Value]; twice {
			f.Report(key, "", "%s stands here twice, first on line %d", key.Value, line)
			continue
		}
		first[key.Value] = key.Line
	}
}
