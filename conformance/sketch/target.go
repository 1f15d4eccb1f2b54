package sketch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// Target is a target file to fill in: every key, with what it is for, and what
// is secret taken from the environment. It loads once the variables that it
// names are set.
func Target(provider *specs.Provider, book *specs.PhoneBook) []byte {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	schema := provider.Name + ".target.schema.json"
	line("# yaml-language-server: $schema=./%s", schema)
	line("# An editor completes by that file: ringer schema target %s > %s", provider.Name, schema)
	line("target: my-%s # what reports call it", provider.Name)
	line("provider: %s", provider.Name)
	line("base_url: http://127.0.0.1:9000 # where it answers; operations are joined to it")
	line("")
	line("# Who signs in. A value $env.NAME is taken from the environment, and masked everywhere.")
	line("# Only main is needed; what needs another account is inconclusive without it.")
	line("accounts:")
	for i, account := range provider.World.Accounts {
		comment := ""
		if i > 0 {
			comment = "# "
		}
		line("  %s%s: {%s}", comment, account.Name, credentials(provider, account))
	}
	line("")
	line("# Telephones, in quotes. caller and agent are yours; the others are named for what the called party does.")
	line("# These are of the documents, and answer at our fakes only: write your own. What needs a persona without a")
	line("# number is inconclusive.")
	line("numbers:")
	for _, name := range []string{"caller", "agent"} {
		if _, ok := provider.World.Numbers[name]; ok {
			line("  %s: %q", name, provider.World.Numbers[name])
		}
	}
	for _, persona := range book.Personas {
		number, ok := provider.World.Numbers[persona.Name]
		comment := "# "
		if persona.Code == "" {
			comment = ""
		}
		if ok {
			line("  %s%s: %q # %s", comment, persona.Name, number, persona.Title)
		}
	}
	if names := slices.Sorted(maps.Keys(provider.World.IDs)); len(names) > 0 {
		line("")
		line("# What a caller must know.")
		line("ids:")
		for _, name := range names {
			line("  %s: %q", name, provider.World.IDs[name])
		}
	}
	rest(line, provider)
	return []byte(out.String())
}

// rest is what most providers have alike.
func rest(line func(string, ...any), provider *specs.Provider) {
	line("")
	line("# Where callbacks arrive, and what the implementation is told where that differs.")
	line("inbox:")
	line("  listen: 127.0.0.1:7070 # port 0 takes a free one")
	line("  # url: https://hooks.example/ringer")
	line("")
	line("# How patient a run is.")
	line("wait:")
	line("  longest: 10m # of the provider's time, for one step")
	line("  pace: 1 # 200: the provider's time runs 200 times as fast as real time, so that 10m is 3s")
	line("  settle: 5s # how long to watch for what must never arrive")
	line("")
	line("# Operations, events, personas and accounts that it does not have: their scenarios are not applicable.")
	line("lacks: []")
	if operations := provider.Operations(); len(operations) > 0 {
		line("# lacks: [%s]", operations[len(operations)-1].ID)
	}
	line("")
	line("# Failures that are expected until somebody repairs them; one that passes fails the run. * stands for any text.")
	line("known: []")
	if claims := provider.Ledger.Claims; len(claims) > 0 {
		line("# known: [{claim: %s, because: TICKET-1}, {scenario: %s/topic/*, because: TICKET-2}]", claims[0].ID, provider.Name)
	}
	line("")
	line("# Calls ring: the runner dials only these, * standing for any text, and places no more than so many calls.")
	line("# Beyond loopback it does not start without.")
	line("safety:")
	line("  may_dial: [] # such as [%q]; empty dials nobody", starred(provider.World.Numbers["answers"]))
	line("  max_calls: 20")
	line("")
	line("# The control port of a Ringer, where the target is one of its fakes: time then passes at once.")
	line("# control: http://127.0.0.1:4100")
}

// starred is a number with any last digits.
func starred(number string) string { return number[:min(len(number), 6)] + "*" }

// credentials are the fields by which an account signs in. What is secret is
// taken from the environment.
func credentials(provider *specs.Provider, account specs.Account) string {
	secret := []string{"password", "api_key", "key", "token", "secret"}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(account.Fields)) {
		switch {
		case slices.Contains(secret, name):
			list = append(list, name+": $env."+variable(account.Name+"_"+name))
		case signsIn(provider, name):
			list = append(list, fmt.Sprintf("%s: %q", name, account.Fields[name]))
		}
	}
	return strings.Join(list, ", ")
}

// signsIn tells whether signing in takes a field of an account.
func signsIn(provider *specs.Provider, field string) bool {
	for _, operation := range provider.Operations() {
		for _, scheme := range operation.Security {
			if scheme.SignIn != nil && slices.Contains(slices.Collect(maps.Values(scheme.SignIn.With)), field) {
				return true
			}
		}
	}
	return false
}

// variable is a name as the environment has it.
func variable(name string) string {
	return strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(name))
}
