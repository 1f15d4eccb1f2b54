package engine

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/getkin/kin-openapi/openapi3"
)

// judgedAtFirst is how many replies of each operation and status are checked
// while serving, where not all of them are.
const judgedAtFirst = 20

// A promise is what the document says of one status of an operation.
type promise struct {
	response *openapi3.Response
	schema   *openapi3.Schema // nil: no JSON
	judged   atomic.Int32
}

// promised finds what the document says of a status.
func (rt *route) promised(status int) *promise {
	if p := rt.replies[status]; p != nil {
		return p
	}
	return rt.otherwise
}

// due tells whether the next reply is to be checked.
func (p *promise) due(strict bool) bool {
	return strict || p.judged.Load() < judgedAtFirst && p.judged.Add(1) <= judgedAtFirst
}

// judge says what a reply has that the document does not, or lacks that it
// has; "" if it is as promised.
func (p *promise) judge(header http.Header, body []byte, options []openapi3.SchemaValidationOption) string {
	for _, name := range slices.Sorted(maps.Keys(p.response.Headers)) {
		if spec := p.response.Headers[name].Value; spec.Required && header.Get(name) == "" {
			return "the header " + name + " is missing"
		}
	}
	if p.schema == nil {
		return ""
	}
	value, ok := decode(body)
	if !ok {
		return "the body is not JSON"
	}
	return judgeClosed(p.schema, value, options)
}

// judgeClosed checks a value of our own, closed: what the document does not
// name must not be there.
func judgeClosed(schema *openapi3.Schema, value any, options []openapi3.SchemaValidationOption) string {
	if broken := check("body", nil, schema, value, options); len(broken) > 0 {
		return where(broken[0].Field) + " " + broken[0].Reason
	}
	if way := undeclared([]*openapi3.Schema{schema}, value); way != nil {
		return where(way) + " is not in the document"
	}
	return ""
}

func where(field []string) string {
	if len(field) == 0 {
		return "the body"
	}
	return strings.Join(field, ".")
}

// undeclared returns the way to the first member that none of the schemas
// names, nil if there is none. A member may be of any schema that applies.
func undeclared(schemas []*openapi3.Schema, value any) []string {
	schemas = applying(schemas, value)
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			inner, known := member(schemas, name)
			if !known {
				return []string{name}
			}
			if way := undeclared(inner, v[name]); way != nil {
				return append([]string{name}, way...)
			}
		}
	case []any:
		var items []*openapi3.Schema
		for _, s := range schemas {
			if s.Items != nil {
				items = append(items, s.Items.Value)
			}
		}
		for i, item := range v {
			if way := undeclared(items, item); way != nil {
				return append([]string{fmt.Sprint(i)}, way...)
			}
		}
	}
	return nil
}

// applying adds what schemas are made of, as far as the value fits it.
func applying(schemas []*openapi3.Schema, value any) []*openapi3.Schema {
	all := slices.Clone(schemas)
	for i := 0; i < len(all); i++ {
		for _, ref := range all[i].AllOf {
			all = append(all, ref.Value)
		}
		for _, choice := range []openapi3.SchemaRefs{all[i].OneOf, all[i].AnyOf} {
			for _, ref := range choice {
				if ref.Value.VisitJSON(value) == nil {
					all = append(all, ref.Value)
				}
			}
		}
	}
	return all
}

// member finds what schemas say of a member. A schema that names no member at
// all leaves its members free, unless another one does.
func member(schemas []*openapi3.Schema, name string) (inner []*openapi3.Schema, known bool) {
	named := false
	for _, s := range schemas {
		named = named || len(s.Properties) > 0
		switch ref := s.Properties[name]; {
		case ref != nil:
			inner, known = append(inner, ref.Value), true
		case s.AdditionalProperties.Schema != nil:
			inner, known = append(inner, s.AdditionalProperties.Schema.Value), true
		case s.AdditionalProperties.Has != nil && *s.AdditionalProperties.Has:
			known = true
		}
	}
	return inner, known || !named && !closed(schemas)
}

func closed(schemas []*openapi3.Schema) bool {
	return slices.ContainsFunc(schemas, func(s *openapi3.Schema) bool {
		return s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
	})
}
