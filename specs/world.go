package specs

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// World is what every fresh sandbox of a provider holds, and what a caller has
// to know of it.
type World struct {
	// Accounts are in the order of the file; main is the first.
	Accounts []Account
	// Numbers maps a name to digits: caller, agent, and one for each persona.
	Numbers map[string]string
	// IDs maps a name to an id that a caller must know.
	IDs map[string]string
	// Records are what documents show, such as the call of an example.
	Records []Record
}

// Account is one user or key. Its fields are the provider's own, such as email
// and password, or api_key; state says what is wrong with it, if anything.
type Account struct {
	Name   string
	Fields map[string]string
}

// Record is something that exists before anybody asked for it. Only the
// provider's code knows the form of its value.
type Record struct {
	Kind  string
	Value yaml.Node
}

// Account returns the account with a name.
func (w *World) Account(name string) (Account, bool) {
	for _, account := range w.Accounts {
		if account.Name == name {
			return account, true
		}
	}
	return Account{}, false
}

func (p *Provider) readWorld(files fs.FS) error {
	root, err := readYAML(files, path.Join(p.Name, "world.yaml"))
	if err != nil {
		return err
	}
	p.World, err = parseWorld(root)
	return err
}

func parseWorld(root source) (World, error) {
	var world World
	members, err := root.members("accounts", "numbers", "ids", "records")
	if err != nil {
		return world, err
	}
	for _, m := range members {
		var err error
		switch m.key.node.Value {
		case "accounts":
			world.Accounts, err = parseAccounts(m.value)
		case "numbers":
			world.Numbers, err = parseNumbers(m.value)
		case "ids":
			world.IDs, err = m.value.texts()
		case "records":
			world.Records, err = parseRecords(m.value)
		}
		if err != nil {
			return world, err
		}
	}
	if len(world.Accounts) == 0 || world.Accounts[0].Name != "main" {
		return world, root.errorf("the first account is not main")
	}
	return world, nil
}

func parseAccounts(s source) ([]Account, error) {
	members, err := s.members()
	if err != nil {
		return nil, err
	}
	accounts := make([]Account, len(members))
	for i, m := range members {
		fields, err := m.value.texts()
		if err != nil {
			return nil, err
		}
		accounts[i] = Account{m.key.node.Value, fields}
	}
	return accounts, nil
}

func parseNumbers(s source) (map[string]string, error) {
	members, err := s.members()
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		number, err := m.value.text()
		if err != nil {
			return nil, err
		}
		if digits := strings.TrimPrefix(number, "+"); digits == "" || strings.Trim(digits, "0123456789") != "" {
			return nil, m.value.errorf("%q is no phone number", number)
		}
	}
	return s.texts()
}

func parseRecords(s source) ([]Record, error) {
	items, err := s.items()
	if err != nil {
		return nil, err
	}
	var records []Record
	for _, item := range items {
		if _, err := item.members("kind", "value"); err != nil {
			return nil, err
		}
		kind, value := item.child("kind"), item.child("value")
		if kind.node == nil || value.node == nil {
			return nil, item.errorf("a record needs kind and value")
		}
		word, err := kind.text()
		if err != nil {
			return nil, err
		}
		if err := value.checkQuotes(); err != nil {
			return nil, err
		}
		records = append(records, Record{word, *value.node})
	}
	return records, nil
}

// checkQuotes refuses integers in a record that look like phone numbers: the
// provider's code would get them without their plus and their zeros.
func (s source) checkQuotes() error {
	text := s.node.Value
	looksDialled := len(text) > 6 || strings.HasPrefix(text, "+") || len(text) > 1 && text[0] == '0'
	if s.node.Kind == yaml.ScalarNode && slices.Contains([]string{"!!int", "!!float"}, s.node.ShortTag()) && looksDialled {
		_, err := s.text()
		return err
	}
	for _, child := range s.node.Content {
		if err := (source{s.file, child}).checkQuotes(); err != nil {
			return err
		}
	}
	return nil
}
