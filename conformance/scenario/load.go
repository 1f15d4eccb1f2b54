package scenario

import (
	"io/fs"

	"github.com/ringer-mock/ringer/specs"
)

// Loader reads scenarios and checks them against a contract. It is safe for
// concurrent use.
type Loader struct {
	names    []string
	provider func(name string) (*specs.Provider, error)
	personas []string
}

// NewLoader makes a loader. Names lists the providers that exist, provider
// loads one, and book names the personas. In the program these are specs.Names,
// specs.Load and the phone book.
func NewLoader(names []string, provider func(name string) (*specs.Provider, error), book *specs.PhoneBook) *Loader {
	l := &Loader{names: names, provider: provider}
	for _, persona := range book.Personas {
		l.personas = append(l.personas, persona.Name)
	}
	return l
}

// Load reads files and returns their scenarios in order. An error that is a
// source.Problems lists everything wrong with all of them; scenarios without a
// problem are returned all the same.
func (l *Loader) Load(files fs.FS, paths ...string) ([]*Scenario, error) {
	return nil, nil
}

// Parse reads one file. The path is for messages, and for the check that an
// address agrees with provider/file where the file lies in a provider's folder.
func (l *Loader) Parse(path string, data []byte) ([]*Scenario, error) {
	return nil, nil
}
