// Package target reads target files: the only place that knows an
// implementation, its secrets and its excuses.
//
// Parse reads one, BuiltIn makes the one of our own fake. A Target that loads
// names only what its provider has, and has safety rules if it is not on
// loopback.
package target

import (
	"time"

	"github.com/ringer-mock/ringer/specs"
)

// Target is one implementation to judge.
type Target struct {
	Name     string
	Provider *specs.Provider
	BaseURL  string // without a slash at its end
	Accounts []Account
	Numbers  map[string]string // by persona
	IDs      map[string]string
	Inbox    Inbox
	Wait     Wait
	Lacks    []string
	Known    []Known
	Safety   *Safety // nil only on loopback
	Control  string  // base URL of a control port, or empty
	File     string  // it was read from; empty: built in
	secrets  []string
}

// Account is one account of the implementation.
type Account struct {
	Name   string
	Fields map[string]string // email, password, api_key, token, state …
}

// Inbox is where callbacks arrive. Both are empty in a target without one.
type Inbox struct {
	Listen string // host:port
	URL    string // what the implementation is told, without a slash at its end; http://Listen unless given
}

// Wait bounds real time.
type Wait struct {
	Longest time.Duration // of provider time that one step waits; 0: no bound
	Pace    float64       // provider time runs so many times as fast as real time
	Settle  time.Duration // how long never is watched after the last step, real time
}

// Known is a failure that is expected until someone repairs it.
type Known struct {
	Scenario string // glob over addresses, or empty
	Claim    string // id, or empty
	Because  string
	Line     int
}

// Account returns an account by name.
func (t *Target) Account(name string) (Account, bool) {
	for _, account := range t.Accounts {
		if account.Name == name {
			return account, true
		}
	}
	return Account{}, false
}

// LacksWord tells whether the target says that it does not have an operation,
// event, persona or account.
func (t *Target) LacksWord(word string) bool {
	for _, lacked := range t.Lacks {
		if lacked == word {
			return true
		}
	}
	return false
}

// Secrets returns every value that came from the environment, longest first.
// They must not be shown.
func (t *Target) Secrets() []string { return t.secrets }

// Hide adds values that must not be shown, after those there are.
func (t *Target) Hide(secrets ...string) { t.secrets = append(t.secrets, secrets...) }
