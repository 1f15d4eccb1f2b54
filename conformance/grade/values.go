package grade

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Decoded reads JSON and keeps numbers as they stand; nil where it is none.
func Decoded(body []byte) any {
	if len(body) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// Encoded writes JSON as providers do: in one line, without escaping what HTML would mind.
func Encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return nil
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// At follows members; nil where there is nothing.
func At(v any, path ...string) any {
	for _, part := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[part]
	}
	return v
}

// Put sets a member, and tells whether its holder is there.
func Put(v any, value any, path ...string) bool {
	holder, ok := At(v, path[:len(path)-1]...).(map[string]any)
	if ok {
		holder[path[len(path)-1]] = value
	}
	return ok
}

// Swap replaces a part of a text member once, and tells whether it stood there.
func Swap(holder map[string]any, member, is, becomes string) bool {
	before, after, found := bytes.Cut([]byte(Text(holder[member])), []byte(is))
	if found {
		holder[member] = string(before) + becomes + string(after)
	}
	return found
}

// Walk visits every object in a value, the inner ones first; it tells whether there was any.
func Walk(v any, do func(map[string]any)) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range slices.Collect(maps.Values(v)) {
			Walk(member, do)
		}
		do(v)
		return true
	case []any:
		found := false
		for _, item := range v {
			found = Walk(item, do) || found
		}
		return found
	}
	return false
}

// Number is a whole number of a decoded body, 0 where it is none.
func Number(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}

// Text is a string of a decoded body, "" where it is none.
func Text(v any) string { s, _ := v.(string); return s }

// Later moves an RFC 3339 timestamp; false where it is none.
func Later(timestamp any, by time.Duration) (string, bool) {
	t, err := time.Parse(time.RFC3339, Text(timestamp))
	return t.Add(by).Format(time.RFC3339), err == nil
}
