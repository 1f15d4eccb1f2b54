package scenario

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
)

// reader reads one scenario, and remembers what its steps have done so far.
type reader struct {
	loader    *Loader
	file      *source.File
	contract  *contract
	scenario  *Scenario
	generated bool

	saved    map[string]int // names, and the line that saves each
	called   []string       // operations
	received []string       // events
}

var (
	addressForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*/[a-z0-9][a-z0-9_-]*/[a-z0-9][a-z0-9_.-]*$`)
	// generatedForm names operations and members as the document does.
	generatedForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*/[a-z0-9][a-z0-9_-]*(/[A-Za-z0-9_.-]+)+$`)
)

func (r *reader) read(root *yaml.Node) {
	r.scenario = &Scenario{Place: r.place(root), file: r.file, node: root}
	r.saved = map[string]int{}
	fields := r.file.Known(root, "a scenario", "scenario", "title", "why", "inbox", "steps", "never")
	if root.Kind != yaml.MappingNode || !r.readAddress(root, fields) {
		return
	}
	for key, text := range map[string]*string{"title": &r.scenario.Title, "why": &r.scenario.Why} {
		if field, ok := fields[key]; ok {
			*text, _ = r.file.Text(field.Value, "a sentence")
		}
	}
	if _, ok := fields["title"]; !ok {
		r.file.Report(root, "say in one sentence what must hold", "the scenario has no title")
	}
	if field, ok := fields["inbox"]; ok {
		r.scenario.Inbox = r.readInbox(field.Value)
	}
	if field, ok := fields["steps"]; !ok {
		r.file.Report(root, "", "the scenario has no steps")
	} else {
		items := r.file.Items(field.Value, "a list of steps")
		if field.Value.Kind == yaml.SequenceNode && len(items) == 0 {
			r.file.Report(field.Value, "", "the scenario has no steps")
		}
		for i, item := range items {
			if step := r.readStep(item, i); step != nil {
				r.scenario.Steps = append(r.scenario.Steps, step)
			}
		}
	}
	if field, ok := fields["never"]; ok {
		for i, item := range r.file.Items(field.Value, "a list of what must not arrive") {
			if step := r.readNever(item, i); step != nil {
				r.scenario.Never = append(r.scenario.Never, step)
			}
		}
	}
}

// readAddress reads provider/file/name and loads the provider. Without one
// nothing else can be checked.
func (r *reader) readAddress(root *yaml.Node, fields map[string]source.Field) bool {
	field, ok := fields["scenario"]
	if !ok {
		r.file.Report(root, "begin with scenario: provider/file/name", "the scenario has no address")
		return false
	}
	r.scenario.Place = r.place(field.Key)
	address, ok := r.file.Text(field.Value, "an address: provider/file/name")
	if !ok {
		return false
	}
	if !addressForm.MatchString(address) && !(r.generated && generatedForm.MatchString(address)) {
		r.file.Report(field.Value, "write provider/file/name, in small letters, digits and -", "%s is no address", address)
		return false
	}
	r.scenario.Address = address
	parts := strings.Split(address, "/")
	if !slices.Contains(r.loader.names, parts[0]) {
		r.file.Report(field.Value, source.DidYouMean(parts[0], r.loader.names), "%s is not a provider", parts[0])
		return false
	}
	contract, err := r.loader.contract(parts[0])
	if err != nil {
		r.file.Report(field.Value, "", "the contract of %s does not load: %v", parts[0], err)
		return false
	}
	r.contract, r.scenario.Provider = contract, contract.Provider
	r.checkPath(field.Value, parts[0], parts[1])
	return true
}

// checkPath compares the address with the file, where the file lies in a
// provider's folder.
func (r *reader) checkPath(node *yaml.Node, provider, topic string) {
	dir, name := path.Split(strings.ReplaceAll(r.file.Path, `\`, "/"))
	folder, stem := path.Base(dir), strings.TrimSuffix(name, path.Ext(name))
	if !slices.Contains(r.loader.names, folder) || folder == provider && stem == topic {
		return
	}
	r.file.Report(node, "the address begins with "+folder+"/"+stem+"/", "%s does not stand in %s/%s", r.scenario.Address, folder, name)
}

// place is where a node stands.
func (r *reader) place(n *yaml.Node) Place {
	return Place{r.file.Path, n.Line, n.Column, r.file.Line(n.Line)}
}
