package scenario

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/source"
)

// form is one kind of step: the key that makes it, and the keys it may have.
type form struct {
	kind Kind
	keys []string
}

func forms() []form {
	return []form{
		{Call, []string{"call", "with", "as", "under", "times", "invalid", "expect", "proves"}},
		{Get, []string{"get", "as", "expect", "proves"}},
		{Receive, []string{"receive", "where", "within", "times", "gaps", "after", "expect", "proves"}},
		{Eventually, []string{"eventually", "with", "as", "under", "within", "until", "give_up_if", "expect", "proves"}},
		{Wait, []string{"wait"}},
	}
}

// forms are those that the file may have.
func (r *reader) forms() []form {
	all := forms()
	if r.generated {
		all[0].keys = append(all[0].keys, "spoilt")
	}
	return all
}

// readStep reads one step. It returns nil where not even its kind is clear.
func (r *reader) readStep(node *yaml.Node, index int) *Step {
	form, ok := r.formOf(node)
	if !ok {
		return nil
	}
	fields := r.stepFields(node, form)
	s := &Step{Kind: form.kind, Place: r.place(node), Index: index, node: node}
	n := &names{reader: r, step: s}
	switch subject := fields[form.kind.String()].Value; form.kind {
	case Call, Eventually:
		if id, ok := r.file.Word(subject, "an operation of "+r.contract.Name, r.contract.operations); ok {
			s.Operation, _ = r.contract.Operation(id)
		}
	case Receive:
		s.Event = r.readEvent(subject)
	case Get:
		s.URL = r.template(subject, match.Of("string"), n)
	case Wait:
		s.Duration, _ = r.readDuration(subject)
		return s
	}
	r.readSender(s, fields, n)
	r.readPatience(s, node, fields)
	r.readExpectations(s, node, fields, n)
	n.close()
	r.happened(s)
	if field, ok := fields["proves"]; ok {
		s.Proves = r.readProves(field.Value, s)
	}
	return s
}

// formOf finds the one key that says what a step does.
func (r *reader) formOf(node *yaml.Node) (form, bool) {
	all := r.forms()
	var found []form
	var keys, words []string
	for _, field := range r.file.Fields(node, "a step") {
		keys = append(keys, field.Key.Value)
		for _, f := range all {
			if field.Key.Value == f.kind.String() {
				found = append(found, f)
			}
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	for _, f := range all {
		words = append(words, f.kind.String())
	}
	switch {
	case node.Kind != yaml.MappingNode: // reported by Fields
	case len(found) > 1:
		r.file.Report(node, "make two steps of it", "a step does one thing, this one %s and %s", found[0].kind, found[1].kind)
	default:
		hint := "a step begins with " + strings.Join(words, ", ")
		for _, key := range keys {
			if near := source.DidYouMean(key, words); near != "" {
				hint = near
				break
			}
		}
		r.file.Report(node, hint, "the step does not say what to do")
	}
	return form{}, false
}

// stepFields returns the fields of a step, and says of a key that belongs to
// other steps to which.
func (r *reader) stepFields(node *yaml.Node, own form) map[string]source.Field {
	fields := map[string]source.Field{}
	for _, field := range r.file.Fields(node, "a step") {
		key := field.Key.Value
		if slices.Contains(own.keys, key) {
			fields[key] = field
			continue
		}
		var owners []string
		for _, f := range r.forms() {
			if slices.Contains(f.keys, key) {
				owners = append(owners, f.kind.String())
			}
		}
		hint := source.DidYouMean(key, own.keys)
		if len(owners) > 0 {
			hint = key + " belongs to " + strings.Join(owners, " and ")
		}
		r.file.Report(field.Key, hint, "unknown key %s in a step of %s", key, own.kind)
	}
	return fields
}

// readSender reads who sends a request, and what.
func (r *reader) readSender(s *Step, fields map[string]source.Field, n *names) {
	switch s.Kind {
	case Call, Eventually, Receive:
		s.As.Name = Main
	case Get:
		s.As.Name = Nobody
	}
	if field, ok := fields["as"]; ok {
		s.As = r.readAccount(field.Value, n)
	}
	if field, ok := fields["under"]; ok {
		s.Under = r.readUnder(field.Value)
	}
	if field, ok := fields["invalid"]; ok {
		s.Invalid, _ = r.file.Text(field.Value, "the reason why the request need not fit the document")
	}
	if field, ok := fields["spoilt"]; ok {
		word, _ := r.file.Word(field.Value, "a way to spoil a request", []string{string(Cut), string(Untyped)})
		s.Spoilt = Spoilt(word)
	}
	_, invalid := fields["invalid"]
	if s.Operation != nil {
		r.readWith(s, fields, invalid, n)
	}
}

// readUnder reads one of the paths that the document's servers end in.
func (r *reader) readUnder(node *yaml.Node) *string {
	if node.Kind == yaml.ScalarNode && slices.Contains(r.contract.Bases, node.Value) {
		return &node.Value
	}
	quoted := make([]string, len(r.contract.Bases))
	for i, base := range r.contract.Bases {
		quoted[i] = strconv.Quote(base)
	}
	r.file.Report(node, "write one of "+strings.Join(quoted, ", "), "no server of %s ends in this", r.contract.Name)
	return nil
}

func (r *reader) readAccount(node *yaml.Node, n *names) Account {
	if node.Kind != yaml.MappingNode {
		name, _ := r.file.Word(node, "an account of "+r.contract.Name, r.contract.accounts)
		return Account{Name: name}
	}
	fields := r.file.Known(node, "as", "token")
	field, ok := fields["token"]
	if !ok {
		r.file.Report(node, "write {token: $name}", "as has no token")
		return Account{}
	}
	return Account{Token: r.template(field.Value, match.Of("string"), n)}
}

// readPatience reads how many, how long, and after what.
func (r *reader) readPatience(s *Step, node *yaml.Node, fields map[string]source.Field) {
	if field, ok := fields["within"]; ok {
		s.Within, _ = r.readDuration(field.Value)
	} else if s.Kind == Receive || s.Kind == Eventually {
		r.file.Report(node, "write within: 10m, in the provider's time", "the step does not say how long to wait")
	}
	if field, ok := fields["times"]; ok {
		s.Times = r.readTimes(field.Value, s.Kind)
	}
	if field, ok := fields["gaps"]; ok {
		s.Gaps = r.readGaps(field.Value, s.Times)
	}
	if field, ok := fields["after"]; ok {
		s.After, _ = r.file.Word(field.Value, "an event that an earlier step receives", r.received)
	}
}

// readExpectations reads what chooses and what judges.
func (r *reader) readExpectations(s *Step, node *yaml.Node, fields map[string]source.Field, n *names) {
	read := func(key string) *Expect {
		if field, ok := fields[key]; ok {
			return r.readExpect(field.Value, s, key, n)
		}
		return nil
	}
	s.Where, s.Until, s.GiveUpIf = read("where"), read("until"), read("give_up_if")
	if s.Event != nil && s.Event.Operation == "" && s.Where == nil {
		r.file.Report(node, "choose the delivery by a value of this scenario, such as an id", "%s goes to the account's one address, where other scenarios' deliveries arrive too: where is missing", s.Event.Name)
	}
	s.Expect = read("expect")
	if s.Kind == Eventually && s.Until == nil && s.Expect == nil {
		r.file.Report(node, "", "the step does not say what to wait for: until is missing")
	}
	if s.Expect == nil {
		s.Expect = &Expect{Place: r.place(node), delivery: s.Kind == Receive}
	}
}

// happened remembers a step for those that follow.
func (r *reader) happened(s *Step) {
	if s.Operation != nil {
		r.called = append(r.called, s.Operation.ID)
	}
	if s.Event != nil {
		r.received = append(r.received, s.Event.Name)
	}
}

// readNever reads what must not arrive, at any time of the scenario.
func (r *reader) readNever(node *yaml.Node, index int) *Step {
	fields := r.file.Known(node, "never", "receive", "where", "proves")
	field, ok := fields["receive"]
	if !ok {
		if node.Kind == yaml.MappingNode {
			r.file.Report(node, "write receive: event", "the entry does not say what must not arrive")
		}
		return nil
	}
	s := &Step{Kind: Receive, Place: r.place(node), Index: index, As: Account{Name: Main}}
	s.Event = r.readEvent(field.Value)
	n := &names{reader: r, step: s}
	r.readExpectations(s, node, fields, n)
	s.Expect = nil
	n.close()
	if field, ok := fields["proves"]; ok {
		if s.Event != nil {
			r.received = append(r.received, s.Event.Name)
		}
		s.Proves = r.readProves(field.Value, s)
	}
	return s
}
