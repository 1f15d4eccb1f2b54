package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ringer-mock/ringer/specs"
)

func TestAKeyNamesItsAccountAndPerhapsASandbox(t *testing.T) {
	account := func(name string, fields map[string]string) specs.Account {
		return specs.Account{Name: name, Fields: fields}
	}
	keys := NewKeys(specs.World{Accounts: []specs.Account{
		account("main", map[string]string{"api_key": "KEY"}),
		account("odd", map[string]string{"api_key": "KEY+odd"}),
		account("gone", map[string]string{"api_key": "GONE", "state": "revoked"}),
		account("keyless", map[string]string{"email": "a@b.example"}),
	}}, "api_key")

	for _, c := range []struct {
		sent, account string
		failure       Kind
		naming        Naming
	}{
		{"KEY", "main", "", Naming{Create: true}},
		{"KEY+t42", "main", "", Naming{Sandbox: "t42", Create: true}},
		{"KEY+odd", "odd", "", Naming{Create: true}},
		{"KEY+odd+t42", "odd", "", Naming{Sandbox: "t42", Create: true}},
		{"KEY+T42", "", BadCredential, Naming{}},
		{"key", "", BadCredential, Naming{}},
		{"GONE", "", BadCredential, Naming{}},
		{"GONE+t42", "", BadCredential, Naming{Sandbox: "t42"}},
		{"", "", BadCredential, Naming{}},
	} {
		r := &Request{Credential: Credential{Value: c.sent, Sent: true}}
		assert.Equal(t, c.naming, keys.Names(r), c.sent)
		account, err := keys.Authenticate(r)
		assert.Equal(t, c.account, account, c.sent)
		if c.failure != "" {
			assert.Equal(t, &Failure{Kind: c.failure}, err, c.sent)
		} else {
			assert.NoError(t, err, c.sent)
		}
	}
	_, err := keys.Authenticate(&Request{})
	assert.Equal(t, &Failure{Kind: Unauthenticated}, err)
}
