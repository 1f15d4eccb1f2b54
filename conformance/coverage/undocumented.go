package coverage

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// mostUndocumented is how many are listed: a proposal that is longer is read by nobody, and a hostile implementation
// must not fill the memory.
const mostUndocumented = 200

// unnamed is something that stands nowhere in the document.
type unnamed struct {
	node  []string        // where it would have to stand
	types map[string]bool // that were seen; none: it is a response
}

// undocument files one. Of a member, value is what it was. Where one place may
// be of several nodes, it is of the first by name, in whatever order they come.
func (s *Sheet) undocument(at string, node []string, member bool, value any) {
	one := s.undocumented[at]
	if one == nil {
		if len(s.undocumented) >= mostUndocumented {
			return
		}
		one = &unnamed{node, map[string]bool{}}
		s.undocumented[at] = one
	}
	if slices.Compare(node, one.node) < 0 {
		one.node = node
	}
	if member {
		one.types[typeOf(value)] = true
	}
}

// says is what the document would have to say of it, as far as one run tells.
func (u *unnamed) says() map[string]any {
	if len(u.types) == 0 {
		return map[string]any{"description": "Seen, and not documented."}
	}
	says := map[string]any{}
	if u.types["null"] {
		says["nullable"] = true
	}
	types := slices.DeleteFunc(slices.Sorted(maps.Keys(u.types)), func(name string) bool { return name == "null" })
	if len(types) == 2 && types[0] == "integer" && types[1] == "number" {
		types = types[1:]
	}
	if len(types) == 1 {
		says["type"] = types[0]
		if types[0] == "array" {
			says["items"] = map[string]any{}
		}
	}
	return says
}

// proposal is the YAML of all that would have to stand in the document; empty if nothing.
func (s *Sheet) proposal() string {
	root := map[string]any{}
	nodes := map[string]*unnamed{} // several places may be of one node
	for _, one := range s.undocumented {
		key := strings.Join(one.node, "\n")
		if nodes[key] == nil {
			nodes[key] = &unnamed{one.node, map[string]bool{}}
		}
		maps.Copy(nodes[key].types, one.types)
	}
	for _, key := range slices.Sorted(maps.Keys(nodes)) {
		one := nodes[key]
		here, last := root, len(one.node)-1
		for _, word := range one.node[:last] {
			next, ok := here[word].(map[string]any)
			if !ok {
				next = map[string]any{}
				here[word] = next
			}
			here = next
		}
		here[one.node[last]] = one.says()
	}
	if len(root) == 0 {
		return ""
	}
	text, err := yaml.Dump(root)
	if err != nil {
		return ""
	}
	return string(text)
}

func typeOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		if _, err := v.Int64(); err == nil {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}
