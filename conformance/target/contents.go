package target

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

func (r *reader) readAccounts(node *yaml.Node) {
	world := r.target.Provider.World
	known, members := r.accountNames(), []string{"token"}
	for _, account := range world.Accounts {
		members = append(members, slices.Collect(maps.Keys(account.Fields))...)
	}
	slices.Sort(members)
	for _, entry := range r.file.Fields(node, "accounts by name") {
		name := entry.Key.Value
		if !slices.Contains(known, name) {
			r.file.Report(entry.Key, source.DidYouMean(name, known), "%s is not an account of %s", name, r.target.Provider.Name)
		}
		account := Account{Name: name, Fields: map[string]string{}}
		for _, field := range r.file.Fields(entry.Value, "the fields of an account") {
			key := field.Key.Value
			if !slices.Contains(members, key) {
				r.file.Report(field.Key, source.DidYouMean(key, members), "%s is not a field of the accounts of %s", key, r.target.Provider.Name)
			}
			account.Fields[key], _ = r.text(field.Value, key+" as text")
		}
		r.target.Accounts = append(r.target.Accounts, account)
	}
	if _, ok := r.target.Account("main"); !ok && node.Kind == yaml.MappingNode {
		r.file.Report(node, "every scenario needs it", "the target has no account main")
	}
}

// readNumbers reads numbers by persona. They must be quoted: without quotes a
// number loses its plus or its zeros.
func (r *reader) readNumbers(node *yaml.Node) {
	known := append(slices.Sorted(maps.Keys(r.target.Provider.World.Numbers)), r.personas()...)
	r.target.Numbers = r.readTexts(node, "numbers by persona", "a number in quotes", known, "neither the phone book nor the world of "+r.target.Provider.Name+" names the persona")
}

func (r *reader) readIDs(node *yaml.Node) {
	known := slices.Sorted(maps.Keys(r.target.Provider.World.IDs))
	r.target.IDs = r.readTexts(node, "ids by name", "an id as text", known, "the world of "+r.target.Provider.Name+" has no id")
}

func (r *reader) readTexts(node *yaml.Node, what, each string, known []string, unknown string) map[string]string {
	texts := map[string]string{}
	for _, field := range r.file.Fields(node, what) {
		key := field.Key.Value
		if !slices.Contains(known, key) {
			r.file.Report(field.Key, source.DidYouMean(key, known), "%s %s", unknown, key)
		}
		if text, ok := r.text(field.Value, each); ok {
			texts[key] = text
		}
	}
	return texts
}

// readLacks reads what the implementation does not have.
func (r *reader) readLacks(node *yaml.Node) {
	known := r.lackable()
	for _, item := range r.file.Items(node, "a list of what the target does not have") {
		if word, ok := r.file.Word(item, "an operation, event, persona or account of "+r.target.Provider.Name, known); ok {
			r.target.Lacks = append(r.target.Lacks, word)
		}
	}
}

// readKnown reads failures that are expected, each with its reason.
func (r *reader) readKnown(node *yaml.Node) {
	var claims []string
	for _, claim := range r.target.Provider.Ledger.Claims {
		claims = append(claims, claim.ID)
	}
	for _, item := range r.file.Items(node, "a list of known failures") {
		known := Known{Line: item.Line}
		fields := r.file.Known(item, "a known failure", "scenario", "claim", "because")
		if field, ok := fields["scenario"]; ok {
			known.Scenario, _ = r.file.Text(field.Value, "a scenario's address, or a glob over addresses")
		}
		if field, ok := fields["claim"]; ok {
			known.Claim, _ = r.file.Word(field.Value, "a claim of "+r.target.Provider.Name, claims)
		}
		if field, ok := fields["because"]; ok {
			known.Because, _ = r.file.Text(field.Value, "a reason")
		} else if item.Kind == yaml.MappingNode {
			r.file.Report(item, "name the ticket, or the reason", "the known failure has no because")
		}
		if _, scenario := fields["scenario"]; item.Kind == yaml.MappingNode && scenario == has(fields, "claim") {
			r.file.Report(item, "", "a known failure names a scenario or a claim, and only one")
		}
		r.target.Known = append(r.target.Known, known)
	}
}

func has(fields map[string]source.Field, key string) bool {
	_, ok := fields[key]
	return ok
}

func (r *reader) personas() []string {
	var names []string
	for _, persona := range r.options.Book.Personas {
		names = append(names, persona.Name)
	}
	return names
}

func (r *reader) accountNames() []string {
	var names []string
	for _, account := range r.target.Provider.World.Accounts {
		names = append(names, account.Name)
	}
	return names
}
