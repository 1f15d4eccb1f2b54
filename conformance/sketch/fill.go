package sketch

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/specs"
)

// A filler finds values for what an operation requires.
type filler struct {
	provider *specs.Provider
	known    map[string]string // values that earlier steps give, by parameter
	literal  bool              // addresses are those of the document's examples, not our inbox
	whole    bool              // all that the example has, not only what is required
}

// step is the call of an operation, with all that it requires, the address of
// its callbacks, and what its example switches on.
func (f filler) step(operation *specs.Operation) Step {
	step := Step{Kind: "call", Name: operation.ID}
	for _, param := range operation.Params {
		if param.Required {
			example := param.Example
			if example == nil && len(param.Examples) > 0 {
				example = param.Examples[slices.Sorted(maps.Keys(param.Examples))[0]].Value.Value
			}
			step.With = append(step.With, Argument{param.Name, f.value(operation, param.Name, schemaOf(param.Schema), param.Extensions, example)})
		}
	}
	if operation.Body() != nil {
		body := match.SchemaOf(nil, operation.Body())
		example := exampleOf(operation)
		members, _ := body.Members()
		for _, member := range members {
			required := slices.Contains(body.Required(), member)
			if _, shown := example[member]; required || f.told(operation, member) || example[member] == true || f.whole && shown {
				schema := property(operation.Body(), member)
				step.With = append(step.With, Argument{member, f.value(operation, member, schema, schema.Extensions, example[member])})
			}
		}
	}
	if operation.Makes() != "" {
		step.Saves, step.As = idOf(success(operation), operation.Makes()), operation.Makes()+"_id"
	}
	successes := slices.DeleteFunc(operation.Statuses(), func(status int) bool { return status/100 != 2 })
	if len(successes) == 1 {
		step.Status = successes[0]
	}
	return step
}

// told tells whether a member is the address of callbacks.
func (f filler) told(operation *specs.Operation, member string) bool {
	return slices.ContainsFunc(f.provider.Events(), func(event *specs.Event) bool {
		return event.Operation == operation.ID && strings.HasSuffix(event.Expression, "#/"+member+"}")
	})
}

var (
	dialled = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{6,}$`)
	address = regexp.MustCompile(`^https?://`)
)

// value finds a value: what the run gives by a name, else that of the example,
// else one of the type.
func (f filler) value(operation *specs.Operation, name string, schema *openapi3.Schema, marks map[string]any, example any) string {
	if known, ok := f.known[name]; ok {
		return known
	}
	if field := f.signsIn(operation, name); field != "" {
		return "$account." + field
	}
	if f.told(operation, name) && !f.literal {
		return "$inbox.url"
	}
	if example == nil {
		example = schema.Example
	}
	text, _ := example.(string)
	lower := strings.ToLower(name)
	switch given := f.given(text); {
	case dials(marks, schema) && strings.Contains(lower, "agent"):
		return "$numbers.agent"
	case dials(marks, schema):
		return "$numbers.answers"
	case given != "":
		return given
	case dialled.MatchString(text) && strings.Contains(lower, "agent"):
		return "$numbers.agent"
	case dialled.MatchString(text) && strings.HasSuffix(lower, "to"):
		return "$numbers.answers"
	case dialled.MatchString(text):
		return "$numbers.caller"
	case lower == "uuid":
		return "$run.uuid"
	case address.MatchString(text) && !f.literal:
		return "$inbox.url"
	case example != nil:
		return written(example)
	case len(schema.Enum) > 0:
		return written(schema.Enum[0])
	case schema.Default != nil:
		return written(schema.Default)
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		return "1"
	case schema.Type.Is("boolean"):
		return "true"
	case schema.Type.Is("array"):
		return "[]"
	case schema.Type.Is("object"):
		return "{}"
	}
	return "$run.id"
}

func dials(marks map[string]any, schema *openapi3.Schema) bool {
	return specs.Flag(marks, specs.DialsExtension) || specs.Flag(schema.Extensions, specs.DialsExtension)
}

// success is what the first success of an operation answers with, or nil.
func success(operation *specs.Operation) *openapi3.Schema {
	for _, status := range operation.Statuses() {
		response, _ := operation.Response(status)
		if media := response.Content.Get("application/json"); status/100 == 2 && media != nil {
			return schemaOf(media.Schema)
		}
	}
	return nil
}

// signsIn is the field of an account that a member of an operation takes by
// which accounts sign in.
func (f filler) signsIn(operation *specs.Operation, member string) string {
	for _, other := range f.provider.Operations() {
		for _, scheme := range other.Security {
			if scheme.SignIn != nil && scheme.SignIn.Operation == operation.ID {
				return scheme.SignIn.With[member]
			}
		}
	}
	return ""
}

// given is the name under which the world knows a text of an example.
func (f filler) given(text string) string {
	world := f.provider.World
	for _, one := range []struct {
		root string
		of   map[string]string
	}{{"ids", world.IDs}, {"numbers", world.Numbers}} {
		for _, name := range slices.Sorted(maps.Keys(one.of)) {
			if text != "" && strings.TrimPrefix(one.of[name], "+") == strings.TrimPrefix(text, "+") {
				return "$" + one.root + "." + name
			}
		}
	}
	return ""
}

// written is a value in YAML; JSON is that, too, but for the dollar of a name.
func written(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return strings.ReplaceAll(string(text), "$", "$$")
}

// exampleOf is the first example of the body of a request.
func exampleOf(operation *specs.Operation) map[string]any {
	media := operation.Spec.RequestBody.Value.Content.Get("application/json")
	example := media.Example
	if example == nil && len(media.Examples) > 0 {
		example = media.Examples[slices.Sorted(maps.Keys(media.Examples))[0]].Value.Value
	}
	object, _ := example.(map[string]any)
	return object
}

// property is what a schema, or an alternative of it, says of a member.
func property(schema *openapi3.Schema, name string) *openapi3.Schema {
	if ref, ok := schema.Properties[name]; ok && ref.Value != nil {
		return ref.Value
	}
	for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf, schema.AllOf} {
		for _, ref := range refs {
			if found := property(ref.Value, name); found.Type != nil {
				return found
			}
		}
	}
	return &openapi3.Schema{}
}

func schemaOf(ref *openapi3.SchemaRef) *openapi3.Schema {
	if ref == nil || ref.Value == nil {
		return &openapi3.Schema{}
	}
	return ref.Value
}

// idOf is the path to the id of a subject that an object tells of, nil if it
// does not.
func idOf(schema *openapi3.Schema, subject string) []string {
	if schema == nil {
		return nil
	}
	if telling := specs.Tells(schema); telling != nil && telling.Subject == subject {
		return []string{telling.ID}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		if below := idOf(schema.Properties[name].Value, subject); below != nil {
			return append([]string{name}, below...)
		}
	}
	for _, refs := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf, schema.AllOf} {
		for _, ref := range refs {
			if below := idOf(ref.Value, subject); below != nil {
				return below
			}
		}
	}
	return nil
}
