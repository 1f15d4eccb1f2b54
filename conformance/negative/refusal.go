package negative

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/specs"
)

// expected is how a request is refused.
type expected struct {
	documented bool
	node       *yaml.Node
	claims     []string
}

// expect finds what is said of a refusal: by the nearest x-refused, else by the statuses that the document names. Where
// only assumed claims say it, nobody does.
func expect(provider *specs.Provider, op *specs.Operation, b broken) (expected, error) {
	for _, mark := range append(slices.Clone(b.marks), op.Spec.Extensions) {
		said, found, err := specs.Refused(mark, b.rule)
		if err != nil {
			return expected{}, err
		}
		if !found {
			continue
		}
		if !slices.Contains(op.Statuses(), said.Status) {
			return expected{}, fmt.Errorf("x-refused: %s is refused with %d, a status that the document does not name for it", b.rule, said.Status)
		}
		if assumed(provider, said.Claims) {
			return undocumented(), nil
		}
		node := mapping()
		put(node, "status", encoded(said.Status))
		if said.Body != nil {
			put(node, "body", encoded(said.Body))
		}
		return expected{true, node, said.Claims}, nil
	}
	var named []int
	for _, status := range usual(b.rule) {
		if slices.Contains(op.Statuses(), status) {
			named = append(named, status)
		}
	}
	node, status := mapping(), mapping()
	switch len(named) {
	case 0:
		return undocumented(), nil
	case 1:
		put(node, "status", encoded(named[0]))
		return expected{true, node, claimsOf(provider, op, named[0])}, nil
	}
	status.Style = yaml.FlowStyle
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, one := range named {
		list.Content = append(list.Content, encoded(one))
	}
	put(status, "one_of", list)
	put(node, "status", status)
	return expected{true, node, nil}, nil
}

// undocumented is what may be answered where nobody says: anything but an error of the server.
func undocumented() expected {
	node, status := mapping(), mapping()
	status.Style = yaml.FlowStyle
	put(status, "at_most", encoded(499))
	put(node, "status", status)
	return expected{false, node, nil}
}

// assumed tells whether claims are nothing but our own choice.
func assumed(provider *specs.Provider, claims []string) bool {
	for _, id := range claims {
		if claim, ok := provider.Ledger.Find(id); !ok || !claim.Assumed() {
			return false
		}
	}
	return len(claims) > 0
}

// usual are the statuses that refuse for a reason, by the meaning that HTTP gives them. A document that names one for an
// operation says that it is used.
func usual(rule string) []int {
	switch rule {
	case specs.NoCredential, specs.WrongCredential:
		return []int{401}
	case specs.Foreign:
		return []int{403, 404}
	case specs.WrongMedia:
		return []int{415}
	}
	return []int{400, 422}
}

// claimsOf are the claims of a refusal that somebody documents.
func claimsOf(provider *specs.Provider, op *specs.Operation, status int) []string {
	response, ok := op.Response(status)
	if !ok {
		return nil
	}
	var claims []string
	for _, id := range specs.Claims(response.Extensions) {
		claim, ok := provider.Ledger.Find(id)
		if ok && claim.Testable() && !claim.Assumed() && claim.Event == "" && (claim.Operation == "" || claim.Operation == op.ID) {
			claims = append(claims, id)
		}
	}
	return claims
}

// does says what an operation is to do.
func (e expected) does() string {
	if e.documented {
		return "is refused"
	}
	return "does not break"
}

// why says where the expectation comes from.
func (e expected) why() string {
	switch {
	case !e.documented:
		return "Nobody says how this is refused; an error of the server would be wrong all the same."
	case len(e.claims) > 0:
		return "So say " + strings.Join(e.claims, " and ") + "."
	}
	return "The document names " + statuses(e.node) + " for a request that it does not allow."
}

func statuses(node *yaml.Node) string {
	status := child(node, "status")
	if status.Kind == yaml.ScalarNode {
		return status.Value
	}
	var list []string
	for _, one := range child(status, "one_of").Content {
		if n, err := strconv.Atoi(one.Value); err == nil {
			list = append(list, strconv.Itoa(n))
		}
	}
	return strings.Join(list, " and ")
}
