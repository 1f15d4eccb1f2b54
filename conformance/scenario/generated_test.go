package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/conformance/scenario"
)

// What only a program writes is refused from a person: no document describes such a request.
func TestOnlyAProgramSpoilsRequestsAndNamesMembersInAddresses(t *testing.T) {
	l := acme()
	text := func(address, spoilt string) []byte {
		return []byte("scenario: acme/negative/" + address + "\ntitle: It is refused\nsteps:\n  - call: putOrder\n    invalid: the body is cut off\n    " + spoilt + "\n")
	}
	list, err := l.Generated("acme/negative.yaml", text("putOrder/to.number/no-json", "spoilt: cut"))
	require.NoError(t, err)
	assert.Equal(t, scenario.Cut, list[0].Steps[0].Spoilt)
	assert.Equal(t, "acme/negative/putOrder/to.number/no-json", list[0].Address)
	assert.Equal(t, "putOrder", list[0].Steps[0].Written().Content[1].Value)

	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"an address of members": {text("putOrder/no-json", "times: 1"), "is no address"},
		"a spoilt request":      {text("one", "spoilt: cut"), "unknown key spoilt"},
	} {
		_, err := l.Parse("acme/negative.yaml", tt.data)
		if assert.Error(t, err, name) {
			assert.Contains(t, err.Error(), tt.want, name)
		}
	}
	_, err = l.Generated("acme/negative.yaml", text("one", "spoilt: cutt"))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "did you mean cut?")
}
