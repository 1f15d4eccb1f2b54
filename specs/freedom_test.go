package specs

import (
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFreedomSaysWhatPermitsIt(t *testing.T) {
	provider, err := withFreedoms(t, `freedoms:
  - name: slow
    at: transcript
    do: slower
    most: 40s
    because: No time is promised.
    claims: [ACM-001, ACM-002]
  - {name: rhythm, at: callbacks, do: retry, attempts: [2, 3], pauses: [5s, 15s], accepts: 200, because: It may., claims: [ACM-001]}
`)
	require.NoError(t, err)
	assert.Equal(t, []Freedom{
		{Name: "slow", At: "transcript", Do: "slower", Most: 40 * time.Second, Because: "No time is promised.", Claims: []string{"ACM-001", "ACM-002"}, Line: 2},
		{Name: "rhythm", At: "callbacks", Do: "retry", Attempts: []int{2, 3}, Pauses: []time.Duration{5 * time.Second, 15 * time.Second}, Accepts: 200,
			Because: "It may.", Claims: []string{"ACM-001"}, Line: 8},
	}, provider.Freedoms)
	assert.Empty(t, acme(t).Freedoms, "a provider may do without the file")
}

func TestAFreedomThatNothingPermitsIsRefused(t *testing.T) {
	for row, want := range map[string]string{
		"claims: [ACM-01]":                  "odd rests on the unknown claim ACM-01; did you mean ACM-001?",
		"claims: [ACM-004]":                 "odd rests on ACM-004, which ACM-001 overrules",
		"claims: []":                        "odd names no claim that permits it: what no claim permits is no freedom",
		"clams: [ACM-001]":                  `unknown key "clams"; did you mean claims?`,
		"claims: [ACM-001], most: soon":     `"soon": want a duration such as 20s`,
		"claims: [ACM-001], attempts: [no]": `"no": want a number from 1`,
	} {
		_, err := withFreedoms(t, "freedoms:\n  - {name: odd, at: replies, do: order, because: It may., "+row+"}\n")
		assert.EqualError(t, err, "load provider acme: acme/chaos.yaml:2: "+want, row)
	}
	_, err := withFreedoms(t, "freedoms:\n  - {name: odd, at: replies, do: order, claims: [ACM-001]}\n")
	assert.EqualError(t, err, "load provider acme: acme/chaos.yaml:2: a freedom needs because")
	_, err = withFreedoms(t, "freedoms:\n  - {name: odd, at: replies, do: order, because: It may., claims: [ACM-001]}\n"+
		"  - {name: odd, at: callbacks, do: order, because: It may., claims: [ACM-001]}\n")
	assert.EqualError(t, err, "load provider acme: acme/chaos.yaml:3: the freedom odd stands here twice")
}

// withFreedoms loads the sample provider of testdata with a chaos.yaml.
func withFreedoms(t *testing.T, text string) (*Provider, error) {
	t.Helper()
	files := fstest.MapFS{"acme/chaos.yaml": {Data: []byte(text)}}
	for _, name := range []string{"acme/openapi.yaml", "acme/claims.yaml", "acme/world.yaml"} {
		data, err := os.ReadFile("testdata/" + name)
		require.NoError(t, err)
		files[name] = &fstest.MapFile{Data: data}
	}
	return LoadFrom(files, "acme")
}
