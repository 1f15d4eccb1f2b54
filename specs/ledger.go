package specs

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Ledger is what a provider's documents claim, statement by statement.
type Ledger struct {
	Provider, Title, Prefix, BaseURL string
	// Sources maps the name of a source to its public address.
	Sources map[string]string
	// Operations maps an operationId to its method and path, such as "GET /calls".
	Operations map[string]string
	// Events are the names of the callbacks.
	Events []string
	// Claims are in the order of the file.
	Claims []Claim
}

// Claim is one checkable statement. Exactly one of Scope, Operation and Event
// says what it is about.
type Claim struct {
	ID, Scope, Operation, Event string
	// Basis is documented, published, inferred or assumed.
	Basis string
	// OverruledBy is the claim that holds instead of this one, or empty.
	OverruledBy string
	// Test says what a check needs: black-box, second-account, clock,
	// configured-callback, or not-testable with the reason in Note.
	Text, Source, Test, Note string
	// Line is where the claim begins in claims.yaml.
	Line int
}

// Find returns the claim with an id.
func (l *Ledger) Find(id string) (Claim, bool) {
	for _, claim := range l.Claims {
		if claim.ID == id {
			return claim, true
		}
	}
	return Claim{}, false
}

// Testable tells whether a check can prove the claim: it is neither overruled
// nor marked as not testable.
func (c Claim) Testable() bool { return c.Test != "not-testable" && c.OverruledBy == "" }

// Assumed tells whether nobody documents the claim, so that it fails nobody.
func (c Claim) Assumed() bool { return c.Basis == "assumed" }

// About says what the claim is about in one word: the operation, the event or
// the scope.
func (c Claim) About() string { return c.Operation + c.Event + c.Scope }

func (p *Provider) readLedger(files fs.FS) error {
	root, err := readYAML(files, path.Join(p.Name, "claims.yaml"))
	if err != nil {
		return err
	}
	p.Ledger, err = parseLedger(root)
	if err == nil && p.Ledger.Provider != p.Name {
		err = root.at("provider").errorf("provider is %s, but the folder is %s", p.Ledger.Provider, p.Name)
	}
	return err
}

func parseLedger(root source) (Ledger, error) {
	var ledger Ledger
	members, err := root.members("provider", "title", "prefix", "base_url", "sources", "operations", "events", "claims")
	if err != nil {
		return ledger, err
	}
	claims := source{file: root.file}
	for _, m := range members {
		var err error
		switch m.key.node.Value {
		case "provider":
			ledger.Provider, err = m.value.text()
		case "title":
			ledger.Title, err = m.value.text()
		case "prefix":
			ledger.Prefix, err = m.value.text()
		case "base_url":
			ledger.BaseURL, err = m.value.text()
		case "sources":
			ledger.Sources, err = m.value.texts()
		case "operations":
			ledger.Operations, err = m.value.texts()
		case "events":
			ledger.Events, err = m.value.list()
		case "claims":
			claims = m.value
		}
		if err != nil {
			return ledger, err
		}
	}
	if claims.node == nil {
		return ledger, root.errorf("no claims")
	}
	items, err := claims.items()
	if err != nil {
		return ledger, err
	}
	for _, item := range items {
		claim, err := parseClaim(item)
		if err == nil {
			err = ledger.accept(item, claim)
		}
		if err != nil {
			return ledger, err
		}
		ledger.Claims = append(ledger.Claims, claim)
	}
	return ledger, ledger.checkOverruling(items)
}

func parseClaim(item source) (Claim, error) {
	claim := Claim{Line: item.node.Line}
	fields := []struct {
		name string
		text *string
	}{
		{"id", &claim.ID}, {"scope", &claim.Scope}, {"operation", &claim.Operation}, {"event", &claim.Event},
		{"basis", &claim.Basis}, {"overruled_by", &claim.OverruledBy}, {"text", &claim.Text},
		{"source", &claim.Source}, {"test", &claim.Test}, {"note", &claim.Note},
	}
	var known []string
	for _, field := range fields {
		known = append(known, field.name)
	}
	members, err := item.members(known...)
	if err != nil {
		return claim, err
	}
	for _, m := range members {
		i := slices.Index(known, m.key.node.Value)
		if *fields[i].text, err = m.value.text(); err != nil {
			return claim, err
		}
	}
	return claim, nil
}

// accept checks one claim against the ledger's own words and the claims before it.
func (l *Ledger) accept(item source, claim Claim) error {
	if !strings.HasPrefix(claim.ID, l.Prefix+"-") {
		return item.errorf("the id %q does not begin with %s-", claim.ID, l.Prefix)
	}
	if first, twice := l.Find(claim.ID); twice {
		return item.errorf("%s stands here twice, first on line %d", claim.ID, first.Line)
	}
	subjects := 0
	for _, word := range []string{claim.Scope, claim.Operation, claim.Event} {
		if word != "" {
			subjects++
		}
	}
	if subjects != 1 {
		return item.errorf("%s needs exactly one of scope, operation and event, got %d", claim.ID, subjects)
	}
	if claim.Text == "" {
		return item.errorf("%s has no text", claim.ID)
	}
	if claim.Test == "not-testable" && claim.Note == "" {
		return item.errorf("%s is not testable, but no note says why", claim.ID)
	}
	operations, sources := sorted(l.Operations), sorted(l.Sources)
	for _, choice := range []struct {
		key, word string
		known     []string
	}{
		{"scope", claim.Scope, []string{"transport", "auth", "lifecycle"}},
		{"operation", claim.Operation, operations},
		{"event", claim.Event, l.Events},
		{"basis", claim.Basis, []string{"documented", "published", "inferred", "assumed"}},
		{"source", claim.Source, sources},
		{"test", claim.Test, []string{"black-box", "second-account", "clock", "configured-callback", "not-testable"}},
	} {
		optional := choice.key == "scope" || choice.key == "operation" || choice.key == "event"
		if choice.word == "" && optional || slices.Contains(choice.known, choice.word) {
			continue
		}
		return item.at(choice.key).errorf("%s has the unknown %s %q%s", claim.ID, choice.key, choice.word, Hint(choice.word, choice.known))
	}
	return nil
}

// checkOverruling comes last, since a claim may be overruled by a later one.
func (l *Ledger) checkOverruling(items []source) error {
	for i, claim := range l.Claims {
		if claim.OverruledBy == "" {
			continue
		}
		if _, ok := l.Find(claim.OverruledBy); !ok {
			return items[i].at("overruled_by").errorf("%s is overruled by the unknown claim %s%s", claim.ID, claim.OverruledBy, Hint(claim.OverruledBy, l.ids()))
		}
	}
	return nil
}

func (l *Ledger) ids() []string {
	ids := make([]string, len(l.Claims))
	for i, claim := range l.Claims {
		ids[i] = claim.ID
	}
	return ids
}
