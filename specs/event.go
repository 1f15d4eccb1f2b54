package specs

import "github.com/getkin/kin-openapi/openapi3"

// Event is one kind of callback.
type Event struct {
	Name string
	// Operation is the operationId whose request names the address, or empty
	// where the whole account has one.
	Operation string
	// Expression says where the address stands, such as
	// {$request.body#/callback_url}.
	Expression string
	// Spec is the request as the receiver sees it.
	Spec *openapi3.Operation
}

// Body returns the schema of the JSON body that is delivered, or nil.
func (e *Event) Body() *openapi3.Schema {
	if e.Spec.RequestBody == nil {
		return nil
	}
	return jsonSchema(e.Spec.RequestBody.Value.Content)
}

// newEvents returns the events of one callback object: one for each of its
// expressions that has a POST.
func newEvents(name, operation string, callback *openapi3.Callback) []*Event {
	var events []*Event
	for _, expression := range callback.Keys() {
		if post := callback.Value(expression).Post; post != nil {
			events = append(events, &Event{name, operation, expression, post})
		}
	}
	return events
}
