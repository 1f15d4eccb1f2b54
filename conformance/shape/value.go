package shape

import (
	"encoding/json"
	"math/big"
	"strings"
)

// kindOf names the JSON type of a decoded value; a number without a fraction is an integer.
func kindOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case json.Number:
		if !strings.ContainsAny(v.String(), ".eE") {
			return "integer"
		}
		if n, ok := rational(v); ok && n.IsInt() {
			return "integer"
		}
		return "number"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	}
	return "integer"
}

// kind says what a shape wants, for people.
func (s *Shape) kind() string {
	if len(s.types) == 0 {
		return "a value"
	}
	var kinds []string
	for _, t := range s.types {
		kinds = append(kinds, article(t))
	}
	want := strings.Join(kinds, " or ")
	if s.schema.Nullable {
		want += " or null"
	}
	return want
}

func article(kind string) string {
	switch kind {
	case "integer", "object", "array":
		return "an " + kind
	case "null":
		return kind
	}
	return "a " + kind
}

// same compares decoded JSON values; numbers are equal by value, whatever Go type holds them.
func same(a, b any) bool {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for name := range x {
			if inner, there := y[name]; !there || !same(x[name], inner) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !same(x[i], y[i]) {
				return false
			}
		}
		return true
	case string, bool, nil:
		return a == b
	}
	x, ok := rational(a)
	if !ok {
		return false
	}
	y, ok := rational(b)
	return ok && x.Cmp(y) == 0
}

func rational(value any) (*big.Rat, bool) {
	switch v := value.(type) {
	case json.Number:
		if len(v) > 64 { // an exponent could ask for gigabytes
			return nil, false
		}
		f, err := v.Float64()
		if err != nil {
			return nil, false
		}
		if !strings.ContainsAny(v.String(), "eE") {
			return new(big.Rat).SetString(v.String())
		}
		return new(big.Rat).SetFloat64(f), true
	case float64:
		return new(big.Rat).SetFloat64(v), true
	case int:
		return new(big.Rat).SetInt64(int64(v)), true
	case int64:
		return new(big.Rat).SetInt64(v), true
	case uint64:
		return new(big.Rat).SetUint64(v), true
	}
	return nil, false
}
