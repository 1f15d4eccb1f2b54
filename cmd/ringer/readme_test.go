package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks"
	"github.com/ringer-mock/ringer/specs"
)

// TestTheTablesOfTheReadmeAreTheData compares the tables with what they are
// about, and rewrites them with -update.
func TestTheTablesOfTheReadmeAreTheData(t *testing.T) {
	const path = "../../README.md"
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	want := string(data)
	for name, table := range map[string]string{"phone book": phoneBookTable(t), "providers": providerTable(t)} {
		before, rest, found := strings.Cut(want, "<!-- "+name+" -->\n")
		require.True(t, found, "README.md has no table %q", name)
		_, after, found := strings.Cut(rest, "<!-- end -->")
		require.True(t, found)
		want = before + "<!-- " + name + " -->\n" + table + "<!-- end -->" + after
	}
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, string(data), "run go test ./cmd/ringer -run Readme -update")
}

func phoneBookTable(t *testing.T) string {
	book, err := specs.LoadPhoneBook()
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("| ends in | persona | what happens |\n|---|---|---|\n")
	for _, p := range book.Personas {
		if p.Code != "" {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", p.Code, p.Name, p.Title)
		}
	}
	return b.String()
}

func providerTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| provider | port | credentials | what it is |\n|---|---|---|---|\n")
	for i, name := range mocks.Names() {
		spec, err := specs.Load(name)
		require.NoError(t, err)
		fmt.Fprintf(&b, "| `%s` | %d | `%s` | %s, %d claims |\n", name, firstPort+i, strings.ReplaceAll(credentials(spec), " / ", "` / `"), spec.Ledger.Title, len(spec.Ledger.Claims))
	}
	return b.String()
}
