// Package negative makes scenarios of requests that break one rule of a document, one rule at a time: a member or a
// parameter that is missing or of another type, out of range, an unknown word or of another form; no credential, a
// wrong one, and another account's id; a body that is no JSON, and one that does not say that it is.
//
// Scenarios is the way in. Each starts from a request that a written scenario makes with success, breaks it, and expects
// what the document says of it: the statuses of refusal that it names, or, nearer, what x-refused says beside a member,
// a parameter or the operation (specs.Refused), with the claims that say so. Where nobody says how it is refused, an
// error of the server alone is wrong, and the report lists what was answered.
//
// The package sends nothing: what it makes is played, reported and repeated like any other scenario.
package negative

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/specs"
)

// Topic is the part of their addresses that all of them share, after the provider's name.
const Topic = "negative"

// Scenarios makes the scenarios of a provider from those that somebody wrote for it, in the order of the document. An
// operation that none of them calls with success, and that needs something, is left out. An error means that an x-refused of the document is wrong,
// and says which.
func Scenarios(loader *scenario.Loader, provider *specs.Provider, written []*scenario.Scenario) ([]*scenario.Scenario, error) {
	data, breaches, err := compose(provider, written)
	if err != nil {
		return nil, fmt.Errorf("negative requests of %s: %w", provider.Name, err)
	}
	if len(data) == 0 {
		return nil, nil
	}
	list, err := loader.Generated(provider.Name+"/"+Topic+".yaml", data)
	if err != nil {
		return nil, fmt.Errorf("negative requests of %s: %w", provider.Name, err)
	}
	for i, sc := range list {
		sc.Breaks = breaches[i]
	}
	return list, nil
}

// compose writes the scenarios as a person would, and says what each breaks.
func compose(provider *specs.Provider, written []*scenario.Scenario) ([]byte, []*scenario.Breach, error) {
	var out bytes.Buffer
	var breaches []*scenario.Breach
	for _, op := range provider.Operations() {
		from, ok := baseOf(op, written)
		if !ok {
			continue
		}
		for _, b := range breaks(provider, op, from) {
			expected, err := expect(provider, op, b)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", op.ID, err)
			}
			data, err := yaml.Marshal(b.scenario(provider.Name, op, from, expected))
			if err != nil {
				return nil, nil, fmt.Errorf("write %s: %w", b.address(provider.Name, op), err)
			}
			if out.Len() > 0 {
				out.WriteString("---\n")
			}
			out.Write(data)
			breaches = append(breaches, &scenario.Breach{Operation: op.ID, Member: b.member, Rule: b.rule, Documented: expected.documented})
		}
	}
	return out.Bytes(), breaches, nil
}

// address is provider/negative/operation/member/rule.
func (b broken) address(provider string, op *specs.Operation) string {
	parts := []string{provider, Topic, op.ID}
	if b.member != "" {
		parts = append(parts, strings.Trim(strings.Map(plain, b.member), "-"))
	}
	return strings.Join(append(parts, b.name()), "/")
}

// name is the rule, and the side of it on which the request lies.
func (b broken) name() string {
	if b.side == "" {
		return b.rule
	}
	return b.rule + "-" + b.side
}

// plain keeps of a member's name what an address may hold.
func plain(r rune) rune {
	if r < 0x80 && (r == '.' || r == '_' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
		return r
	}
	return -1
}

// scenario writes one as a person would.
func (b broken) scenario(provider string, op *specs.Operation, from base, expected expected) *yaml.Node {
	step := mapping()
	put(step, "call", word(op.ID))
	as := b.as
	if as == "" && from.as != scenario.Main {
		as = from.as
	}
	if as != "" {
		put(step, "as", word(as))
	}
	if from.under != nil {
		put(step, "under", from.under)
	}
	if b.invalid {
		put(step, "invalid", word(b.what))
	}
	if b.spoilt != "" {
		put(step, "spoilt", word(string(b.spoilt)))
	}
	if len(b.with.Content) > 0 {
		put(step, "with", b.with)
	}
	put(step, "expect", expected.node)
	if len(expected.claims) > 0 {
		claims := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, id := range expected.claims {
			claims.Content = append(claims.Content, word(id))
		}
		put(step, "proves", claims)
	}
	steps := &yaml.Node{Kind: yaml.SequenceNode, Content: append(slices.Clone(from.prefix), step)}
	whole := mapping()
	put(whole, "scenario", word(b.address(provider, op)))
	put(whole, "title", word(fmt.Sprintf("%s %s where %s", op.ID, expected.does(), b.what)))
	put(whole, "why", word(expected.why()))
	if from.inbox != nil {
		put(whole, "inbox", from.inbox)
	}
	put(whole, "steps", steps)
	return whole
}
