package specs

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Nodes lists, for each claim, the nodes of the document that prove it: an
// operation with a status, or an event, and the way to the member.
func (p *Provider) Nodes() map[string][]string {
	nodes := map[string][]string{}
	note := func(extensions map[string]any, at string) {
		for _, id := range Claims(extensions) {
			if !slices.Contains(nodes[id], at) {
				nodes[id] = append(nodes[id], at)
			}
		}
	}
	for _, op := range p.operations {
		note(op.Spec.Extensions, op.ID)
		responses := op.Spec.Responses.Map()
		for _, status := range sorted(responses) {
			at, response := fmt.Sprintf("%s %s", op.ID, status), responses[status].Value
			note(response.Extensions, at)
			for _, name := range sorted(response.Headers) {
				note(response.Headers[name].Value.Extensions, at+" header "+name)
			}
			for _, media := range response.Content {
				if media.Schema != nil {
					noteSchema(media.Schema.Value, at, note)
				}
			}
		}
	}
	for _, event := range p.events {
		note(event.Spec.Extensions, event.Name)
		if body := event.Body(); body != nil {
			noteSchema(body, event.Name, note)
		}
	}
	return nodes
}

func noteSchema(s *openapi3.Schema, at string, note func(map[string]any, string)) {
	note(s.Extensions, at)
	for _, forms := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf, s.AllOf} {
		for _, form := range forms {
			noteSchema(form.Value, at, note)
		}
	}
	for _, name := range sorted(s.Properties) {
		noteSchema(s.Properties[name].Value, at+"/"+name, note)
	}
	if s.Items != nil {
		noteSchema(s.Items.Value, at+"/*", note)
	}
}
