package main

import (
	"fmt"
	"net/http"
	"strings"
	"text/tabwriter"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// greet prints the greeting of what is listening.
func greet(t terminal, fake *engine.Fake, names []string, at engine.Addresses, token string) error {
	book, err := specs.LoadPhoneBook()
	if err != nil {
		return err
	}
	g := greeting{addresses: at, token: token, book: book}
	for _, name := range names {
		if p, ok := fake.Provider(name); ok {
			g.specs = append(g.specs, p.Spec)
		}
	}
	g.print(t)
	return nil
}

// A greeting is the first thing that a user of serve sees.
type greeting struct {
	addresses engine.Addresses
	token     string // of the control port; "": it needs none
	specs     []*specs.Provider
	book      *specs.PhoneBook
}

// print writes base URLs, credentials, the capture address, the phone book in
// one glance, and the next command to try.
func (g greeting) print(t terminal) {
	fmt.Fprint(t.out, "Ringer is listening. No phone will ring.\n\n")
	table := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	for _, spec := range g.specs {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", spec.Name, g.addresses.Providers[spec.Name], credentials(spec))
	}
	control := "calls, clock, callbacks, journal, faults"
	if g.token != "" {
		control += "; Authorization: Bearer " + g.token
	}
	fmt.Fprintf(table, "  control\t%s\t%s\n", g.addresses.Control, control)
	fmt.Fprintf(table, "  capture\t%s\t%s\n", g.capture(), "a callback address; read it with GET "+g.addresses.Control+"/sandboxes/default/inbox")
	table.Flush()

	fmt.Fprint(t.out, "\nPhone book: the last six digits of the number called; any other number answers.\n\n")
	g.phoneBook(t)
	fmt.Fprintf(t.out, "\nTry\n\n  %s\n\n", curl(g.specs[0], g.addresses.Providers[g.specs[0].Name]))
}

// capture is the inbox of the sandbox default.
func (g greeting) capture() string { return g.addresses.Control + "/inbox/default/" }

// phoneBook prints three personas a line, those that these providers know.
func (g greeting) phoneBook(t terminal) {
	table := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	var cells []string
	for _, p := range g.book.Personas {
		if p.Code != "" && g.served(p.Name) {
			cells = append(cells, p.Code+" "+p.Name)
		}
	}
	for len(cells) > 0 {
		n := min(4, len(cells))
		fmt.Fprintf(table, "  %s\n", strings.Join(cells[:n], "\t"))
		cells = cells[n:]
	}
	table.Flush()
}

// served tells whether a number of this persona makes a difference to any provider.
func (g greeting) served(persona string) bool {
	for _, spec := range g.specs {
		if _, ok := spec.World.Numbers[persona]; ok {
			return true
		}
	}
	return false
}

// credentials are those of the account main, as its document writes them.
func credentials(spec *specs.Provider) string {
	main, _ := spec.World.Account("main")
	for _, pair := range [][2]string{{"email", "password"}} {
		if name, secret := main.Fields[pair[0]], main.Fields[pair[1]]; name != "" && secret != "" {
			return name + " / " + secret
		}
	}
	return main.Fields["api_key"]
}

// curl is a first request: to sign in where that is how a provider works, else
// to list something.
func curl(spec *specs.Provider, base string) string {
	main, _ := spec.World.Account("main")
	for _, op := range spec.Operations() {
		for _, scheme := range op.Security {
			if scheme.SignIn == nil {
				continue
			}
			if in, ok := spec.Operation(scheme.SignIn.Operation); ok {
				return fmt.Sprintf("curl -s -X %s %s%s -H 'Content-Type: application/json' -d '%s'", in.Method, base, in.Path, signInBody(scheme.SignIn, main))
			}
		}
	}
	first := "curl -s " + base
	for _, op := range spec.Operations() {
		if op.Method != http.MethodGet || strings.Contains(op.Path, "{") {
			continue
		}
		if len(op.Security) > 0 {
			return fmt.Sprintf("curl -s %s%s -H '%s'", base, op.Path, header(op.Security[0], main.Fields["api_key"]))
		}
		first = "curl -s " + base + op.Path
	}
	return first
}

func signInBody(in *specs.SignIn, account specs.Account) string {
	var members []string
	for _, member := range sortedKeys(in.With) {
		members = append(members, fmt.Sprintf("%q: %q", member, account.Fields[in.With[member]]))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

func header(scheme specs.Scheme, key string) string {
	if scheme.Spec.Type == "apiKey" {
		return scheme.Spec.Name + ": " + key
	}
	return "Authorization: Bearer " + key
}
