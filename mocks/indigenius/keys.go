package indigenius

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// A keyring is the accounts of the world by their keys.
type keyring map[string]specs.Account

func newKeyring(spec *specs.Provider) keyring {
	k := keyring{}
	for _, account := range spec.World.Accounts {
		k[account.Fields["api_key"]] = account
	}
	return k
}

// names says which sandbox the key selects.
func (k keyring) names(r *engine.Request) engine.Naming {
	if _, exact := k[r.Credential.Value]; exact {
		return engine.Naming{Create: true}
	}
	key, name, named := engine.SplitName(r.Credential.Value)
	if !named {
		return engine.Naming{}
	}
	_, known := k[key]
	return engine.Naming{Sandbox: name, Create: known}
}

// authenticate wants a key that is good, may be used from where it is used, has
// the operation's scope, and has not been used too often.
func (k keyring) authenticate(r *engine.Request) (string, error) {
	if !r.Credential.Sent {
		return "", &engine.Failure{Kind: engine.Unauthenticated}
	}
	key, known := k.find(r.Credential.Value)
	if !known {
		return "", &engine.Failure{Kind: engine.BadCredential}
	}
	switch key.Fields["state"] {
	case "revoked", "expired":
		return "", &engine.Failure{Kind: engine.BadCredential}
	case "orphaned":
		return "", &engine.Failure{Kind: engine.NotFound, Reason: "Organization not found"}
	}
	if !allowed(key, r.HTTP.RemoteAddr) {
		return "", &engine.Failure{Kind: engine.Forbidden, Reason: "IP address not allowed"}
	}
	if scope := scopeOf(r.Operation.ID); !has(key, scope) {
		return "", &engine.Failure{Kind: engine.Forbidden, Reason: "Missing required scope: " + scope}
	}
	if err := meter(r, key); err != nil {
		return "", err
	}
	return key.Name, nil
}

// find finds whose key it is, which may name a sandbox at its end. A key that
// is exactly this one comes first.
func (k keyring) find(key string) (specs.Account, bool) {
	if account, known := k[key]; known {
		return account, true
	}
	base, _, _ := engine.SplitName(key)
	account, known := k[base]
	return account, known
}

// has tells whether a key has a scope. One that lists none has all.
func has(key specs.Account, scope string) bool {
	list, limited := key.Fields["scopes"]
	return !limited || slices.Contains(strings.Fields(list), scope)
}

// allowed tells whether a key may be used from an address. One that lists none
// may be used from all (IGN-074).
func allowed(key specs.Account, remote string) bool {
	list, limited := key.Fields["allowed_ips"]
	if !limited {
		return true
	}
	from, err := netip.ParseAddrPort(remote)
	return err == nil && slices.Contains(strings.Fields(list), from.Addr().Unmap().String())
}
