package negative

import (
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

// base is a request that is taken, and the steps that give it what it needs.
type base struct {
	prefix []*yaml.Node
	with   *yaml.Node // its arguments, each scalar of the type that the document gives it
	under  *yaml.Node // nil: where base_url leads
	as     string
	inbox  *yaml.Node // how callbacks are answered on the way; nil: as ever
	// own tells that the arguments hold what only an account knows of itself.
	own bool
}

// baseOf finds the shortest way to a request of an operation that a written scenario expects to be taken. Where none does,
// the empty request is one, if the document allows it.
func baseOf(op *specs.Operation, written []*scenario.Scenario) (base, bool) {
	var best base
	least := -1
	for _, sc := range written {
		for i, step := range sc.Steps {
			if step.Operation == nil || step.Operation.ID != op.ID || !taken(op, step) {
				continue
			}
			prefix, cost, ok := before(sc.Steps[:i], uses(step))
			if cost += len(step.With); !ok || least >= 0 && cost >= least {
				continue
			}
			least, best = cost, base{prefix: prefix, with: typed(op, step.Written()), under: child(step.Written(), "under"), as: step.As.Name}
			if len(prefix) > 0 {
				best.inbox = child(sc.Written(), "inbox")
			}
			best.own = slices.ContainsFunc(step.Given, func(name string) bool { return strings.HasPrefix(name, "account.") })
		}
	}
	if least < 0 && !needs(op) {
		return base{with: mapping(), as: scenario.Main}, true
	}
	return best, least >= 0
}

// needs tells whether an operation takes no request without a parameter or a body.
func needs(op *specs.Operation) bool {
	return op.Body() != nil || slices.ContainsFunc(op.Params, func(p *openapi3.Parameter) bool { return p.Required })
}

// taken tells whether a step is one plain request that is expected to succeed.
func taken(op *specs.Operation, step *scenario.Step) bool {
	status := child(child(step.Written(), "expect"), "status")
	switch {
	case step.Kind != scenario.Call || step.Invalid != "" || step.Times.Given() || step.As.Token != nil:
		return false
	case step.As.Name != scenario.Main && (step.As.Name != scenario.Nobody || len(op.Security) > 0):
		return false
	}
	return status == nil || status.Kind == yaml.ScalarNode && strings.HasPrefix(status.Value, "2")
}

// uses are the saved names that a request needs.
func uses(step *scenario.Step) []string {
	var names []string
	for _, arg := range step.With {
		for _, use := range arg.Value.Uses() {
			if slices.Contains(step.Reads, use.Name) {
				names = append(names, use.Name)
			}
		}
	}
	return names
}

// before are the steps that save what is needed, and what they need themselves. What only reads needs all that went
// before it, since that is what it reads of. What the steps prove is left to others.
func before(steps []*scenario.Step, needed []string) (prefix []*yaml.Node, cost int, ok bool) {
	all := false
	for i := len(steps) - 1; i >= 0; i-- {
		step := steps[i]
		saves := slices.ContainsFunc(step.Saves, func(name string) bool { return slices.Contains(needed, name) })
		if !all && !saves {
			continue
		}
		if step.After != "" && !all {
			return nil, 0, false // it counts on a step that is not needed for itself
		}
		all = all || !changes(step)
		needed = append(needed, step.Reads...)
		prefix = append(prefix, without(step.Written(), "proves"))
		if cost += 100; step.Kind != scenario.Call {
			cost += 1000 // it takes time
		}
	}
	slices.Reverse(prefix)
	return prefix, cost, true
}

// changes tells whether a step is a request that makes something.
func changes(step *scenario.Step) bool {
	return step.Kind == scenario.Call && step.Operation.Method != http.MethodGet
}

// typed copies the arguments of a step. A request that is invalid on purpose is typed by YAML, so what the document calls
// a string is quoted.
func typed(op *specs.Operation, step *yaml.Node) *yaml.Node {
	with := mapping()
	written := child(step, "with")
	if written == nil {
		return with
	}
	for i := 0; i+1 < len(written.Content); i += 2 {
		name := written.Content[i].Value
		put(with, name, quoted(schemaOf(op, name), written.Content[i+1]))
	}
	return with
}

// schemaOf is what the document says of a parameter, else of a member of the body; nil: nothing.
func schemaOf(op *specs.Operation, name string) *openapi3.Schema {
	for _, param := range op.Params {
		if strings.EqualFold(param.Name, name) && param.Schema != nil {
			return param.Schema.Value
		}
	}
	if body := op.Body(); body != nil {
		return member(body, name)
	}
	return nil
}

func member(s *openapi3.Schema, name string) *openapi3.Schema {
	if s == nil || s.Properties[name] == nil {
		return nil
	}
	return s.Properties[name].Value
}

// quoted copies a value and quotes the strings in it.
func quoted(s *openapi3.Schema, n *yaml.Node) *yaml.Node {
	out := *n
	out.HeadComment, out.LineComment, out.FootComment = "", "", ""
	out.Content = nil
	switch {
	case n.Kind == yaml.ScalarNode && s != nil && s.Type.Is(openapi3.TypeString) && !(s.Nullable && n.Tag == "!!null"):
		return text(n.Value)
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			out.Content = append(out.Content, n.Content[i], quoted(member(s, n.Content[i].Value), n.Content[i+1]))
		}
	case n.Kind == yaml.SequenceNode:
		var of *openapi3.Schema
		if s != nil && s.Items != nil {
			of = s.Items.Value
		}
		for _, item := range n.Content {
			out.Content = append(out.Content, quoted(of, item))
		}
	}
	return &out
}
