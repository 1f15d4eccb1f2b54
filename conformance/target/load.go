package target

import (
	"net/netip"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ringer-mock/ringer/conformance/source"
	"github.com/ringer-mock/ringer/specs"
)

// Options are what Parse needs to know beside the file.
type Options struct {
	Names    []string                                   // the providers that exist
	Provider func(name string) (*specs.Provider, error) // loads one
	Book     *specs.PhoneBook
	Env      func(name string) (string, bool) // os.LookupEnv in the program; nil: nothing is set
}

// Parse reads a target file. The error is a source.Problems that lists
// everything wrong with it.
func Parse(path string, data []byte, options Options) (*Target, error) {
	file := source.Parse(path, data)
	r := &reader{file: file, options: options, target: &Target{File: path}}
	for i, root := range file.Documents {
		if i > 0 {
			file.Report(root, "one file, one target", "a second document begins here")
			break
		}
		r.read(root)
	}
	if err := file.Problems().Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(r.target.secrets, func(a, b string) int { return len(b) - len(a) })
	r.target.secrets = slices.Compact(r.target.secrets)
	return r.target, nil
}

// reader reads one target file.
type reader struct {
	file    *source.File
	options Options
	target  *Target
}

func (r *reader) read(root *yaml.Node) {
	t := r.target
	fields := r.file.Known(root, "a target", "target", "provider", "base_url", "accounts", "numbers", "ids", "inbox", "wait", "lacks", "known", "safety", "control")
	if root.Kind != yaml.MappingNode || !r.readProvider(root, fields) {
		return
	}
	for _, key := range []string{"target", "base_url", "accounts"} {
		if _, ok := fields[key]; !ok {
			r.file.Report(root, "", "%s is missing", key)
		}
	}
	t.Wait = defaultWait()
	for key, read := range map[string]func(*yaml.Node){
		"target":   func(n *yaml.Node) { t.Name, _ = r.file.Text(n, "a name") },
		"base_url": func(n *yaml.Node) { t.BaseURL = r.readURL(n) },
		"control":  func(n *yaml.Node) { t.Control = r.readURL(n) },
		"accounts": r.readAccounts,
		"numbers":  r.readNumbers,
		"ids":      r.readIDs,
		"inbox":    r.readInbox,
		"wait":     r.readWait,
		"lacks":    r.readLacks,
		"known":    r.readKnown,
		"safety":   r.readSafety,
	} {
		if field, ok := fields[key]; ok {
			read(field.Value)
		}
	}
	if field, ok := fields["base_url"]; ok && t.BaseURL != "" && t.Safety == nil && !loopback(t.BaseURL) {
		if _, given := fields["safety"]; !given {
			r.file.Report(field.Value, `write safety: {may_dial: ["…"], max_calls: 20}`, "this is not loopback, where calls may ring real phones: safety is missing")
		}
	}
}

// readProvider loads the contract that the rest is checked against.
func (r *reader) readProvider(root *yaml.Node, fields map[string]source.Field) bool {
	field, ok := fields["provider"]
	if !ok {
		r.file.Report(root, "write provider: "+strings.Join(r.options.Names, " or "), "the target has no provider")
		return false
	}
	name, ok := r.file.Word(field.Value, "a provider", r.options.Names)
	if !ok {
		return false
	}
	provider, err := r.options.Provider(name)
	if err != nil {
		r.file.Report(field.Value, "", "the contract of %s does not load: %v", name, err)
		return false
	}
	r.target.Provider = provider
	return true
}

// text reads a string, or the value of a variable of the environment, which is
// kept as a secret.
func (r *reader) text(n *yaml.Node, what string) (string, bool) {
	text, ok := r.file.Text(n, what)
	if !ok || !strings.Contains(text, "$env") {
		return text, ok
	}
	name, ok := strings.CutPrefix(text, "$env.")
	if !ok || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" || name == "" {
		r.file.Report(n, "the whole value is $env.NAME", "%s does not name one variable of the environment", text)
		return "", false
	}
	value := ""
	if r.options.Env != nil {
		value, _ = r.options.Env(name)
	}
	if value == "" {
		r.file.Report(n, "export "+name+"=…", "the environment has no %s", name)
		return "", false
	}
	r.target.secrets = append(r.target.secrets, value)
	return value, true
}

// loopback tells whether a URL stays on this machine.
func loopback(base string) bool {
	host := hostOf(base)
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
