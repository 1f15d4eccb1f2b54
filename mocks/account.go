package mocks

import (
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// An Account is credentials of a provider that select the sandbox of a World:
// whatever uses them, an unmodified SDK too, is in that world.
type Account struct {
	Email, Password string // where the provider has its clients sign in
	APIKey          string // where it gives them a key
}

// Account is the account main of a provider: the one in the provider's own
// documentation.
func (w *World) Account(provider string) Account {
	w.t.Helper()
	return w.AccountNamed(provider, "main")
}

// AccountNamed is another account of a provider's world, such as other,
// revoked or limited: a stranger to main's calls, a key that is no longer
// good, one that is held to its rate limit. specs/<provider>/world.yaml lists
// them.
func (w *World) AccountNamed(provider, name string) Account {
	w.t.Helper()
	world := w.provider(provider).Spec.World
	account, known := world.Account(name)
	if !known {
		names := make([]string, len(world.Accounts))
		for i, a := range world.Accounts {
			names[i] = a.Name
		}
		slices.Sort(names)
		w.t.Fatalf("%s has no account %q%s: it has %s", provider, name, specs.Hint(name, names), strings.Join(names, ", "))
	}
	email := account.Fields["email"]
	if local, domain, ok := strings.Cut(email, "@"); ok {
		email = local + "+" + w.Name + "@" + domain
	}
	key := account.Fields["api_key"]
	if key != "" {
		key += "+" + w.Name
	}
	return Account{Email: email, Password: account.Fields["password"], APIKey: key}
}
