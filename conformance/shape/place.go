package shape

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// place is where in a value we are. It is written out only when something is wrong there.
type place struct {
	up    *place
	name  string
	index int
}

func (p *place) String() string {
	if p == nil {
		return ""
	}
	above := p.up.String()
	if p.name == "" {
		return above + "[" + strconv.Itoa(p.index) + "]"
	}
	if above == "" {
		return p.name
	}
	return above + "." + p.name
}

// show is a value for people, on one line.
func show(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return fmt.Sprintf("an object with %s", list(sortedNames(v)))
	case []any:
		return fmt.Sprintf("an array of %d", len(v))
	case string:
		quoted, _ := json.Marshal(v)
		return cut(string(quoted))
	default:
		return fmt.Sprint(v)
	}
}

func list(names []string) string {
	if len(names) == 0 {
		return "no members"
	}
	return cut(strings.Join(names, ", "))
}

func cut(text string) string {
	const most = 8 << 10 // more than is shown: what is secret is hidden before it is cut
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
