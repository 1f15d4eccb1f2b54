package grade

import (
	"encoding/json"
	"strconv"
)

// pointer leads to a member through objects and, by *, through arrays.
type pointer []string

func (p pointer) String() string {
	text := ""
	for _, part := range p {
		text += "/" + part
	}
	return text
}

// apply changes the member wherever the pointer leads; it tells whether it found any that changed.
func (p pointer) apply(v any, change func(holder map[string]any, member string) bool) bool {
	switch v := v.(type) {
	case map[string]any:
		if len(p) == 1 {
			if _, ok := v[p[0]]; ok {
				return change(v, p[0])
			}
			return false
		}
		if len(p) > 1 {
			return p[1:].apply(v[p[0]], change)
		}
	case []any:
		changed := false
		if len(p) > 1 && p[0] == "*" {
			for _, item := range v {
				changed = p[1:].apply(item, change) || changed
			}
		}
		return changed
	}
	return false
}

// finds tells whether the pointer leads to any value that fits, and changes nothing.
func (p pointer) finds(v any, fits func(any) bool) bool {
	found := false
	p.apply(v, func(holder map[string]any, member string) bool {
		found = found || fits(holder[member])
		return false
	})
	return found
}

// change is one thing that happens to a member.
type change struct {
	name string
	fits func(value any) bool // whether it would change anything
	do   func(holder map[string]any, member string)
}

// apply makes the change wherever the pointer leads.
func (c change) apply(p pointer, body any) bool {
	return p.apply(body, func(holder map[string]any, member string) bool {
		if !c.fits(holder[member]) {
			return false
		}
		c.do(holder, member)
		return true
	})
}

func whatever(any) bool { return true }

// changes are what happens to each member; the last makes it null, which some always are.
func changes(null bool) []change {
	all := []change{
		{"dropped", whatever, func(o map[string]any, m string) { delete(o, m) }},
		{"renamed", whatever, func(o map[string]any, m string) { o[m+"_"] = o[m]; delete(o, m) }},
		{"retyped", whatever, func(o map[string]any, m string) { o[m] = retyped(o[m]) }},
	}
	if null {
		all = append(all, change{"null", func(v any) bool { return v != nil }, func(o map[string]any, m string) { o[m] = nil }})
	}
	return all
}

// retyped is a value of another type that says nearly the same.
func retyped(v any) any {
	switch v := v.(type) {
	case string:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return json.Number(strconv.FormatInt(n, 10))
		}
		return []any{v}
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case nil:
		return json.Number("0")
	case []any:
		return map[string]any{"items": v}
	default:
		return []any{v}
	}
}

// becoming makes one word of an enumeration another.
func becoming(is, becomes string) change {
	return change{
		name: is + " becomes " + becomes,
		fits: func(v any) bool {
			switch v := v.(type) {
			case string:
				return v == is
			case json.Number:
				return v.String() == is
			case bool:
				return strconv.FormatBool(v) == is
			}
			return false
		},
		do: func(o map[string]any, m string) {
			switch v := o[m].(type) {
			case string:
				o[m] = becomes
			case json.Number:
				o[m] = json.Number(becomes)
			case bool:
				o[m] = !v
			}
		},
	}
}
