package specs

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Provider is all that is known of one provider without running it.
type Provider struct {
	// Name is its folder, such as those that Names lists.
	Name string
	// Document is resolved and valid; its servers are cleared, since an
	// absolute server would keep a router from matching localhost. Bodies are
	// judged with the options that its GetSchemaValidationOptions returns.
	Document *openapi3.T
	// Bases are the paths that the document's servers end in, such as /v1, in
	// their order: every operation is served under each. A server without a
	// path has the empty one, and so has a document without servers.
	Bases  []string
	Ledger Ledger
	World  World
	// Freedoms are what its documents leave to it, in the order of the file.
	Freedoms []Freedom

	operations []*Operation
	events     []*Event
	subjects   []Subject
}

// Operations are in the order of the document.
func (p *Provider) Operations() []*Operation { return slices.Clone(p.operations) }

// Operation returns the operation with an operationId.
func (p *Provider) Operation(id string) (*Operation, bool) {
	i := slices.IndexFunc(p.operations, func(o *Operation) bool { return o.ID == id })
	if i < 0 {
		return nil, false
	}
	return p.operations[i], true
}

// Events are in the order of the document, those of the whole account last.
func (p *Provider) Events() []*Event { return slices.Clone(p.events) }

// Event returns the event with a name.
func (p *Provider) Event(name string) (*Event, bool) {
	i := slices.IndexFunc(p.events, func(e *Event) bool { return e.Name == name })
	if i < 0 {
		return nil, false
	}
	return p.events[i], true
}

// addOperation and addEvent keep names unique: they are how everything else
// refers to them.
func (p *Provider) addOperation(o *Operation) error {
	if o.ID == "" {
		return fmt.Errorf("%s %s has no operationId", o.Method, o.Path)
	}
	if other, twice := p.Operation(o.ID); twice {
		return fmt.Errorf("operationId %s is also that of %s %s", o.ID, other.Method, other.Path)
	}
	p.operations = append(p.operations, o)
	return nil
}

func (p *Provider) addEvent(e *Event) error {
	if _, twice := p.Event(e.Name); twice {
		return fmt.Errorf("the event %s is declared twice", e.Name)
	}
	p.events = append(p.events, e)
	return nil
}
