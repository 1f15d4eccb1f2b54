package grade

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Known is what people have said of the mutants of one provider, beside the scenarios.
type Known struct {
	// Survivors are mutants that no client could tell from the fake.
	Survivors []Reason `yaml:"survivors"`
	// Idle are beginnings of the names of mutants that nothing a client does sets off.
	Idle []Reason `yaml:"idle"`
	// Kills names, for each claim, a mutant that dies of it.
	Kills map[string]string `yaml:"kills"`
}

// Reason says why a mutant gives no verdict, or none that counts.
type Reason struct {
	Mutant string `yaml:"mutant"`
	Reason string `yaml:"reason"`
}

// ParseKnown reads a file of reasons and kills. Its errors name the file and, where there is one, the line.
func ParseKnown(file string, data []byte) (Known, error) {
	var k Known
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&k); err != nil && !errors.Is(err, io.EOF) {
		return Known{}, fmt.Errorf("%s: %w", file, err)
	}
	for _, list := range [][]Reason{k.Survivors, k.Idle} {
		for _, r := range list {
			if r.Mutant == "" || strings.TrimSpace(r.Reason) == "" {
				return Known{}, fmt.Errorf("%s: mutant %q needs a name and a reason: why no client could tell, or set it off", file, r.Mutant)
			}
		}
	}
	return k, nil
}

// survivor is the reason of a mutant that survives, "" if none is given.
func (k Known) survivor(name string) string {
	for _, r := range k.Survivors {
		if r.Mutant == name {
			return r.Reason
		}
	}
	return ""
}

// idle is the reason of a mutant that was never applied, and the entry that says so.
func (k Known) idle(name string) Reason {
	for _, r := range k.Idle {
		if strings.HasPrefix(name, r.Mutant) {
			return r
		}
	}
	return Reason{}
}
