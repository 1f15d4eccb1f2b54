package engine

import "github.com/ringer-mock/ringer/specs"

// Keys are the API keys of a world's accounts, for providers whose credential
// is a key: Names and Authenticate are the Provider's.
type Keys struct {
	byKey map[string]string // account by key
}

// NewKeys collects what the accounts of a world have in a field, such as
// api_key. One whose state is revoked has none.
func NewKeys(world specs.World, field string) *Keys {
	k := &Keys{byKey: map[string]string{}}
	for _, account := range world.Accounts {
		if key := account.Fields[field]; key != "" && account.Fields["state"] != "revoked" {
			k.byKey[key] = account.Name
		}
	}
	return k
}

// Names takes a key apart that names a sandbox: "KEY+t42". An account that has
// exactly this key comes first.
func (k *Keys) Names(r *Request) Naming {
	if _, exact := k.byKey[r.Credential.Value]; exact {
		return Naming{Create: true}
	}
	base, name, named := SplitName(r.Credential.Value)
	if !named {
		return Naming{}
	}
	_, good := k.byKey[base]
	return Naming{Sandbox: name, Create: good}
}

// Authenticate finds whose key it is.
func (k *Keys) Authenticate(r *Request) (string, error) {
	if !r.Credential.Sent {
		return "", &Failure{Kind: Unauthenticated}
	}
	base, _, _ := SplitName(r.Credential.Value)
	for _, key := range [2]string{r.Credential.Value, base} {
		if account, known := k.byKey[key]; known {
			return account, nil
		}
	}
	return "", &Failure{Kind: BadCredential}
}
