package target

import (
	"maps"
	"strings"

	"github.com/ringer-mock/ringer/specs"
)

// BuiltIn makes the target of Ringer's own fake from the provider's world. A
// persona that the world has no number for gets one that ends in its code: the
// phone book applies to Ringer. Control is the base URL of its control port.
func BuiltIn(provider *specs.Provider, book *specs.PhoneBook, baseURL, control string) *Target {
	t := &Target{
		Name:     "ringer",
		Provider: provider,
		BaseURL:  strings.TrimRight(baseURL, "/"),
		Numbers:  map[string]string{},
		IDs:      maps.Clone(provider.World.IDs),
		Inbox:    Inbox{Listen: "127.0.0.1:0"},
		Wait:     Wait{Pace: 1},
		Control:  strings.TrimRight(control, "/"),
	}
	for _, account := range provider.World.Accounts {
		t.Accounts = append(t.Accounts, Account{account.Name, maps.Clone(account.Fields)})
	}
	if answers := provider.World.Numbers["answers"]; len(answers) > codeDigits {
		for _, persona := range book.Personas {
			if persona.Code != "" {
				t.Numbers[persona.Name] = answers[:len(answers)-codeDigits] + persona.Code
			}
		}
	}
	maps.Copy(t.Numbers, provider.World.Numbers)
	return t
}

// codeDigits is how many of a number's last digits choose a persona.
const codeDigits = 6
