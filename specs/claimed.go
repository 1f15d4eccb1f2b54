package specs

import (
	"slices"
	"strings"
)

// checkNames compares the operations and events of the document with those
// that the ledger lists, both ways.
func (p *Provider) checkNames(root source) error {
	for _, operation := range p.operations {
		at := root.at("paths", operation.Path, strings.ToLower(operation.Method), "operationId")
		listed, ok := p.Ledger.Operations[operation.ID]
		if !ok {
			return at.errorf("the operation %s is not in claims.yaml%s", operation.ID, Hint(operation.ID, sorted(p.Ledger.Operations)))
		}
		if spelt := operation.Method + " " + operation.Path; spelt != listed {
			return at.errorf("%s is %s here and %s in claims.yaml", operation.ID, spelt, listed)
		}
	}
	for _, id := range sorted(p.Ledger.Operations) {
		if _, ok := p.Operation(id); !ok {
			return root.at("paths").errorf("the operation %s of claims.yaml is missing here%s", id, Hint(id, p.operationIDs()))
		}
	}
	for _, event := range p.events {
		if !slices.Contains(p.Ledger.Events, event.Name) {
			return p.eventSource(root, event).errorf("the event %s is not in claims.yaml%s", event.Name, Hint(event.Name, p.Ledger.Events))
		}
	}
	for _, name := range p.Ledger.Events {
		if _, ok := p.Event(name); !ok {
			return root.at("paths").errorf("the event %s of claims.yaml is missing here%s", name, Hint(name, p.eventNames()))
		}
	}
	return nil
}

// checkClaims makes sure that every claim on a node exists, can be proven, and
// is about the operation or event that the node belongs to.
func (p *Provider) checkClaims(root source) error {
	if err := p.checkClaimIDs(root); err != nil {
		return err
	}
	for _, operation := range p.operations {
		for _, part := range []source{
			root.at("paths", operation.Path).child("parameters"),
			root.at("paths", operation.Path, strings.ToLower(operation.Method)),
		} {
			about := func(c Claim) bool { return c.Scope != "" || c.Operation == operation.ID }
			if err := p.checkAbout(root, part, operation.ID, about, map[string]bool{}); err != nil {
				return err
			}
		}
	}
	for _, event := range p.events {
		about := func(c Claim) bool { return c.Scope != "" || c.Event == event.Name }
		if err := p.checkAbout(root, p.eventSource(root, event), event.Name, about, map[string]bool{}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Provider) checkClaimIDs(s source) error {
	if ids := s.child(claimsExtension); ids.node != nil {
		if s.child(refKey).node != nil {
			return ids.errorf("claims beside a $ref are not read; put them on what it refers to")
		}
		items, err := ids.items()
		if err != nil {
			return err
		}
		for _, item := range items {
			id := item.node.Value
			claim, ok := p.Ledger.Find(id)
			if !ok {
				return item.errorf("unknown claim %s%s", id, Hint(id, p.Ledger.ids()))
			}
			if !claim.Testable() {
				return item.errorf("%s cannot be proven: it is overruled or not testable", id)
			}
		}
	}
	for _, node := range s.node.Content {
		if err := p.checkClaimIDs(source{s.file, node}); err != nil {
			return err
		}
	}
	return nil
}

// checkAbout follows references, since a shared schema is part of everything
// that refers to it. Callbacks are events of their own.
func (p *Provider) checkAbout(root, s source, subject string, about func(Claim) bool, seen map[string]bool) error {
	if s.node == nil {
		return nil
	}
	if ref := s.child(refKey); ref.node != nil {
		if seen[ref.node.Value] {
			return nil
		}
		seen[ref.node.Value] = true
		target, err := follow(root, ref)
		if err != nil {
			return err
		}
		return p.checkAbout(root, target, subject, about, seen)
	}
	if ids := s.child(claimsExtension); ids.node != nil {
		for _, node := range ids.node.Content {
			if claim, _ := p.Ledger.Find(node.Value); !about(claim) {
				return source{s.file, node}.errorf("%s is about %s, but this node belongs to %s", claim.ID, claim.About(), subject)
			}
		}
	}
	for i, node := range s.node.Content {
		if i > 0 && s.node.Content[i-1].Value == "callbacks" {
			continue
		}
		if err := p.checkAbout(root, source{s.file, node}, subject, about, seen); err != nil {
			return err
		}
	}
	return nil
}

// eventSource is where the document declares an event.
func (p *Provider) eventSource(root source, event *Event) source {
	if operation, ok := p.Operation(event.Operation); ok {
		return root.at("paths", operation.Path, strings.ToLower(operation.Method), "callbacks", event.Name)
	}
	return root.at("components", "callbacks", event.Name)
}
