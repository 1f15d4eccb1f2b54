package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// mergePatch is a JSON merge patch (RFC 7396). Members keep their order, new
// ones follow, and what the patch does not name stays byte for byte as it was.
func mergePatch(target, patch []byte) ([]byte, error) {
	changes, err := members(patch)
	if err != nil {
		return nil, err
	}
	if changes == nil {
		return compacted(patch)
	}
	old, err := members(target)
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		old, err = merged(old, change)
		if err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range old {
		if i > 0 {
			out.WriteByte(',')
		}
		name, err := written(m.name)
		if err != nil {
			return nil, err
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(m.value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// A namedValue is one member of an object.
type namedValue struct {
	name  string
	value json.RawMessage
}

// merged is a list of members after one change of it.
func merged(list []namedValue, change namedValue) ([]namedValue, error) {
	at := -1
	for i := range list {
		if list[i].name == change.name {
			at = i
		}
	}
	if string(change.value) == "null" {
		if at >= 0 {
			list = append(list[:at], list[at+1:]...)
		}
		return list, nil
	}
	old := json.RawMessage("null")
	if at >= 0 {
		old = list[at].value
	}
	value, err := mergePatch(old, change.value)
	if err != nil {
		return nil, err
	}
	if at < 0 {
		return append(list, namedValue{change.name, value}), nil
	}
	list[at].value = value
	return list, nil
}

// members are those of an object in their order; nil: it is none.
func members(text []byte) ([]namedValue, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	first, err := decoder.Token()
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	if first != json.Delim('{') {
		return nil, nil
	}
	list := []namedValue{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("read JSON: %w", err)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("read JSON: %w", err)
		}
		list = append(list, namedValue{name.(string), value})
	}
	return list, nil
}

func compacted(text []byte) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Compact(&out, text); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	return out.Bytes(), nil
}
