package scenario

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ringer-mock/ringer/conformance/source"
	"github.com/ringer-mock/ringer/specs"
)

// Loader reads scenarios and checks them against a contract. It is safe for
// concurrent use.
type Loader struct {
	names    []string
	load     func(name string) (*specs.Provider, error)
	personas []string

	mu     sync.Mutex
	loaded map[string]*contract
}

// contract is what the scenarios of one provider may name.
type contract struct {
	*specs.Provider
	options    []openapi3.SchemaValidationOption
	operations []string
	events     []string
	accounts   []string
	given      map[string][]string // by root: numbers, ids, account, inbox, run
	claims     []string            // ids
}

// NewLoader makes a loader. Names lists the providers that exist, provider
// loads one, and book names the personas. In the program these are specs.Names,
// specs.Load and the phone book.
func NewLoader(names []string, provider func(name string) (*specs.Provider, error), book *specs.PhoneBook) *Loader {
	l := &Loader{names: names, load: provider, loaded: map[string]*contract{}}
	for _, persona := range book.Personas {
		l.personas = append(l.personas, persona.Name)
	}
	return l
}

// Load reads files and returns their scenarios in order. An error that is a
// source.Problems lists everything wrong with all of them; scenarios without a
// problem are returned all the same.
func (l *Loader) Load(files fs.FS, paths ...string) ([]*Scenario, error) {
	type result struct {
		scenarios []*Scenario
		problems  source.Problems
		err       error
	}
	results := make([]result, len(paths))
	var group sync.WaitGroup
	for i, path := range paths {
		group.Go(func() {
			data, err := fs.ReadFile(files, path)
			if err != nil {
				results[i].err = fmt.Errorf("read scenarios: %w", err)
				return
			}
			results[i].scenarios, results[i].problems = l.parse(path, data, false)
		})
	}
	group.Wait()
	var all []*Scenario
	var problems source.Problems
	for _, r := range results {
		if r.err != nil {
			return nil, r.err
		}
		all = append(all, r.scenarios...)
		problems = append(problems, r.problems...)
	}
	return all, append(problems, twice(all)...).Err()
}

// Parse reads one file. The path is for messages, and for the check that an
// address agrees with provider/file where the file lies in a provider's folder.
func (l *Loader) Parse(path string, data []byte) ([]*Scenario, error) {
	scenarios, problems := l.parse(path, data, false)
	return scenarios, append(problems, twice(scenarios)...).Err()
}

// Generated reads scenarios that a program wrote: their addresses name operations and members as the document does, and
// their requests may be spoilt. Else it is Parse.
func (l *Loader) Generated(path string, data []byte) ([]*Scenario, error) {
	scenarios, problems := l.parse(path, data, true)
	return scenarios, append(problems, twice(scenarios)...).Err()
}

func (l *Loader) parse(path string, data []byte, generated bool) ([]*Scenario, source.Problems) {
	file := source.Parse(path, data)
	var scenarios []*Scenario
	for _, root := range file.Documents {
		before := len(file.Problems())
		r := &reader{loader: l, file: file, generated: generated}
		r.read(root)
		if len(file.Problems()) == before {
			scenarios = append(scenarios, r.scenario)
		}
	}
	return scenarios, file.Problems()
}

// twice finds addresses that two scenarios claim.
func twice(scenarios []*Scenario) source.Problems {
	var problems source.Problems
	first := map[string]Place{}
	for _, s := range scenarios {
		if other, found := first[s.Address]; found {
			problems = append(problems, source.Problem{
				File: s.Place.File, Line: s.Place.Line, Column: s.Place.Column, Source: s.Place.Text,
				Message: fmt.Sprintf("the address %s is already that of %s:%d", s.Address, other.File, other.Line),
			})
			continue
		}
		first[s.Address] = s.Place
	}
	return problems
}

// contract loads a provider once. Errors are not kept: they end the program.
func (l *Loader) contract(name string) (*contract, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c, ok := l.loaded[name]; ok {
		return c, nil
	}
	provider, err := l.load(name)
	if err != nil {
		return nil, err
	}
	c := newContract(provider, l.personas)
	l.loaded[name] = c
	return c, nil
}

func newContract(provider *specs.Provider, personas []string) *contract {
	c := &contract{Provider: provider, options: provider.Document.GetSchemaValidationOptions()}
	for _, operation := range provider.Operations() {
		c.operations = append(c.operations, operation.ID)
	}
	for _, event := range provider.Events() {
		c.events = append(c.events, event.Name)
	}
	for _, claim := range provider.Ledger.Claims {
		c.claims = append(c.claims, claim.ID)
	}
	c.accounts = []string{Nobody, Stranger}
	fields := []string{"token"}
	for _, account := range provider.World.Accounts {
		c.accounts = append(c.accounts, account.Name)
		fields = append(fields, keys(account.Fields)...)
	}
	c.given = map[string][]string{
		"numbers": append(keys(provider.World.Numbers), personas...),
		"ids":     keys(provider.World.IDs),
		"account": fields,
		"inbox":   {"url"},
		"run":     {"id", "uuid"},
	}
	return c
}

func keys(m map[string]string) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
