package engine

import (
	"math"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// A quick check says yes where a value surely fits a schema, many times faster
// than the library does. Where it says no, the library is asked what is wrong,
// if anything.
type quick func(value any) bool

// unsure leaves everything to the library.
func unsure(any) bool { return false }

// quickCheck makes the check of a schema. What is rare is left to the library.
func quickCheck(s *openapi3.Schema) quick {
	return quickMaker{specs.Formats(), map[*openapi3.Schema]bool{}}.of(s)
}

type quickMaker struct {
	formats map[string]openapi3.StringFormatValidator
	above   map[*openapi3.Schema]bool // so that a schema that contains itself ends
}

func (m quickMaker) of(s *openapi3.Schema) quick {
	if s == nil || m.above[s] || s.Type == nil || len(*s.Type) != 1 || s.Always != nil || s.Not != nil || s.MultipleOf != nil || s.UniqueItems ||
		s.MinProps != 0 || s.MaxProps != nil || s.ExclusiveMin.IsSet() || s.ExclusiveMax.IsSet() ||
		len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 {
		return unsure
	}
	m.above[s] = true
	defer delete(m.above, s)
	var fits quick
	switch (*s.Type)[0] {
	case openapi3.TypeString:
		fits = m.text(s)
	case openapi3.TypeInteger, openapi3.TypeNumber:
		fits = m.number(s)
	case openapi3.TypeBoolean:
		fits = func(value any) bool { _, ok := value.(bool); return ok && len(s.Enum) == 0 }
	case openapi3.TypeArray:
		fits = m.list(s)
	case openapi3.TypeObject:
		fits = m.object(s)
	default:
		return unsure
	}
	if s.Nullable && len(s.Enum) == 0 {
		return func(value any) bool { return value == nil || fits(value) }
	}
	return fits
}

func (m quickMaker) text(s *openapi3.Schema) quick {
	var pattern *regexp.Regexp
	if s.Pattern != "" {
		var err error
		if pattern, err = regexp.Compile(s.Pattern); err != nil {
			return unsure
		}
	}
	format := m.formats[s.Format]
	if format == nil && s.Format != "" {
		return unsure
	}
	return func(value any) bool {
		text, ok := value.(string)
		if !ok || len(s.Enum) > 0 && !slices.Contains(s.Enum, value) {
			return false
		}
		if s.MinLength != 0 || s.MaxLength != nil {
			n := uint64(utf8.RuneCountInString(text))
			if n < s.MinLength || s.MaxLength != nil && n > *s.MaxLength {
				return false
			}
		}
		return (pattern == nil || pattern.MatchString(text)) && (format == nil || format.Validate(text) == nil)
	}
}

func (m quickMaker) number(s *openapi3.Schema) quick {
	whole := (*s.Type)[0] == openapi3.TypeInteger
	if s.Format != "" || len(s.Enum) > 0 {
		return unsure
	}
	return func(value any) bool {
		n, ok := value.(float64)
		return ok && (!whole || n == math.Trunc(n)) && (s.Min == nil || n >= *s.Min) && (s.Max == nil || n <= *s.Max)
	}
}

func (m quickMaker) list(s *openapi3.Schema) quick {
	if s.Items == nil || len(s.Enum) > 0 {
		return unsure
	}
	item := m.of(s.Items.Value)
	return func(value any) bool {
		list, ok := value.([]any)
		if !ok || uint64(len(list)) < s.MinItems || s.MaxItems != nil && uint64(len(list)) > *s.MaxItems {
			return false
		}
		for _, v := range list {
			if !item(v) {
				return false
			}
		}
		return true
	}
}

func (m quickMaker) object(s *openapi3.Schema) quick {
	if len(s.Enum) > 0 || s.AdditionalProperties.Schema != nil {
		return unsure
	}
	open := s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has
	members := make(map[string]quick, len(s.Properties))
	for name, ref := range s.Properties {
		members[name] = m.of(ref.Value)
	}
	return func(value any) bool {
		object, ok := value.(map[string]any)
		if !ok {
			return false
		}
		for _, name := range s.Required {
			if _, ok := object[name]; !ok {
				return false
			}
		}
		for name, v := range object {
			fits, known := members[name]
			if known && !fits(v) || !known && !open {
				return false
			}
		}
		return true
	}
}
