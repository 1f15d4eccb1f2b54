package grade

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/specs"
)

// Enumerated are all mutants that a document has: of each member of each response and callback, dropped, renamed,
// retyped and null; of each status and each word, another; of each event, dropped, swapped and altered.
func Enumerated(spec *specs.Provider) []Tampering {
	var list []Tampering
	for _, op := range spec.Operations() {
		statuses := op.Statuses()
		for i, status := range statuses {
			name := fmt.Sprintf("%s/%d", op.ID, status)
			list = append(list, swappedStatus(name, op.ID, status, statuses[(i+1)%len(statuses)]))
			response, _ := op.Response(status)
			eachChange(jsonSchema(response.Content), func(at pointer, c change) {
				list = append(list, Tampering{
					Name:  name + at.String() + "/" + c.name,
					reach: reach{operation: op.ID, status: status, changes: func(body any) bool { return at.finds(body, c.fits) }},
					After: func(x *Passing) bool { return x.Is(op.ID) && x.Status == status && c.apply(at, x.Body) },
				})
			})
		}
	}
	events := spec.Events()
	for i, event := range events {
		list = append(list, eventMutants(event.Name, events[(i+1)%len(events)].Name)...)
		eachChange(event.Body(), func(at pointer, c change) {
			list = append(list, pushMutant(event.Name+at.String()+"/"+c.name, event.Name,
				func(body any) bool { return at.finds(body, c.fits) },
				func(body any) bool { return c.apply(at, body) }))
		})
	}
	return list
}

// eachChange goes through all that can happen to the members and words of a schema.
func eachChange(s *openapi3.Schema, do func(pointer, change)) {
	for _, at := range members(s) {
		for _, c := range changes(mayDiffer(s, at)) {
			do(at, c)
		}
	}
	for _, w := range words(s) {
		do(w.at, becoming(w.is, w.becomes))
	}
}

func jsonSchema(content openapi3.Content) *openapi3.Schema {
	if media := content.Get("application/json"); media != nil && media.Schema != nil {
		return media.Schema.Value
	}
	return nil
}

func swappedStatus(name, operation string, is, becomes int) Tampering {
	return Tampering{
		Name:  fmt.Sprintf("%s becomes %d", name, becomes),
		reach: reach{operation: operation, status: is, changes: func(any) bool { return is != becomes }},
		After: func(x *Passing) bool {
			if !x.Is(operation) || x.Status != is || is == becomes {
				return false
			}
			x.Status = becomes
			return true
		},
	}
}

func eventMutants(event, next string) []Tampering {
	list := []Tampering{
		{
			Name:  event + "/dropped",
			reach: reach{event: event},
			Push:  func(_ *Proxy, one Pushed) ([]Pushed, bool) { return nil, one.Event == event },
		},
		{
			// Held back until the next callback of the same address has passed.
			Name:  event + "/swapped with its neighbour",
			reach: reach{event: event},
			Push: func(p *Proxy, one Pushed) ([]Pushed, bool) {
				held, _ := p.Remember(one.Path, nil).(*Pushed)
				switch {
				case held != nil:
					return []Pushed{one, *held}, true
				case one.Event == event:
					p.Remember(one.Path, &one)
					return nil, true
				}
				return nil, false
			},
		},
	}
	if next != event {
		isObject := func(body any) bool { _, ok := body.(map[string]any); return ok }
		list = append(list, pushMutant(event+"/altered to "+next, event, isObject, func(body any) bool { return Put(body, next, "event") }))
	}
	return list
}

func pushMutant(name, event string, changes, change func(body any) bool) Tampering {
	return Tampering{Name: name, reach: reach{event: event, changes: changes}, Push: func(_ *Proxy, one Pushed) ([]Pushed, bool) {
		if one.Event != event || !change(one.Body) {
			return nil, false
		}
		return []Pushed{one}, true
	}}
}
