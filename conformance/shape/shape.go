// Package shape judges JSON values, headers and whole exchanges by an OpenAPI document, and says which claims the
// document's nodes thereby prove or refute.
//
// A schema, response, header or callback may carry x-claims. What does not fit refutes the claims of the nearest node
// above it; a node's claims are proven when a value other than null went through it and nothing was held against it.
//
// Start with Compile. The document is read open: members that it does not name are allowed, also where it says
// additionalProperties: false, since an implementation may send more. The package knows no scenario and sends nothing.
package shape

import (
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// Shape is a schema, compiled. It is immutable and safe for concurrent use.
type Shape struct {
	schema   *openapi3.Schema
	claims   []string // of this node alone
	secret   bool
	dials    bool
	tells    *specs.Telling
	types    []string
	anything bool // the schema demands nothing
	pattern  *regexp.Regexp
	enum     []any
	members  []member
	required []string
	more     *branch // members that are not named
	items    *branch
	all      []branch
	any      []branch
	one      []branch
	not      *branch
	formats  *formats
}

// branch is a use of a shape: beside a $ref may stand further claims.
type branch struct {
	ref    string
	shape  *Shape
	claims []string
}

type member struct {
	name  string
	shape branch
}

// compiler turns each schema of a document into one Shape, once.
type compiler struct {
	done    map[*openapi3.Schema]*Shape
	formats *formats
}

func (c *compiler) branch(ref *openapi3.SchemaRef) *branch {
	if ref == nil || ref.Value == nil {
		return nil
	}
	shape := c.shape(ref.Value)
	claims := shape.claims
	if beside := specs.Claims(ref.Extensions); ref.Ref != "" && len(beside) > 0 {
		claims = append(append([]string(nil), beside...), claims...)
	}
	return &branch{ref: ref.Ref, shape: shape, claims: claims}
}

func (c *compiler) branches(refs openapi3.SchemaRefs) []branch {
	var branches []branch
	for _, ref := range refs {
		if b := c.branch(ref); b != nil {
			branches = append(branches, *b)
		}
	}
	return branches
}

func (c *compiler) shape(schema *openapi3.Schema) *Shape {
	if shape, ok := c.done[schema]; ok {
		return shape
	}
	s := &Shape{schema: schema, formats: c.formats}
	c.done[schema] = s // before its members: a schema may contain itself
	s.claims = specs.Claims(schema.Extensions)
	s.secret = specs.Flag(schema.Extensions, specs.SecretExtension)
	s.dials = specs.Flag(schema.Extensions, specs.DialsExtension)
	s.tells = specs.Tells(schema)
	c.formats.know(schema.Format)
	s.types = schema.Type.Slice()
	s.enum = schema.Enum
	s.required = schema.Required
	if schema.Pattern != "" {
		s.pattern, _ = regexp.Compile(schema.Pattern) // a pattern that RE2 lacks is not judged
	}
	for _, name := range sortedNames(schema.Properties) {
		if b := c.branch(schema.Properties[name]); b != nil {
			s.members = append(s.members, member{name, *b})
		}
	}
	s.more = c.branch(schema.AdditionalProperties.Schema)
	s.items = c.branch(schema.Items)
	s.all, s.any, s.one = c.branches(schema.AllOf), c.branches(schema.AnyOf), c.branches(schema.OneOf)
	s.not = c.branch(schema.Not)
	s.anything = len(s.types) == 0 && len(s.all)+len(s.any)+len(s.one) == 0 && len(s.enum) == 0 && s.not == nil
	return s
}
