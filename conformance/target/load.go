package target

import (
	"github.com/ringer-mock/ringer/specs"
)

// Options are what Parse needs to know beside the file.
type Options struct {
	Names    []string                                   // the providers that exist
	Provider func(name string) (*specs.Provider, error) // loads one
	Book     *specs.PhoneBook
	Env      func(name string) (string, bool) // os.LookupEnv in the program
}

// Parse reads a target file. The error is a source.Problems that lists
// everything wrong with it.
func Parse(path string, data []byte, options Options) (*Target, error) { return nil, nil }

// BuiltIn makes the target of Ringer's own fake from the provider's world.
// Control is the base URL of its control port.
func BuiltIn(provider *specs.Provider, book *specs.PhoneBook, baseURL, control string) *Target {
	return nil
}
