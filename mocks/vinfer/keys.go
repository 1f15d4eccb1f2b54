package vinfer

import (
	"net/http"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// keys are the API keys of the world.
type keys map[string]specs.Account

func newKeys(spec *specs.Provider) keys {
	k := keys{}
	for _, a := range spec.World.Accounts {
		k[a.Fields["api_key"]] = a
	}
	return k
}

// account finds whose key it is, and the sandbox that its end names: YOUR_API_KEY+t42.
func (k keys) account(key string) (account specs.Account, sandbox string, known bool) {
	if account, known = k[key]; known {
		return account, "", true
	}
	plain, sandbox, _ := engine.SplitName(key)
	account, known = k[plain]
	return account, sandbox, known
}

func (k keys) names(r *engine.Request) engine.Naming {
	account, sandbox, known := k.account(r.Credential.Value)
	if !known {
		return engine.Naming{}
	}
	return engine.Naming{Sandbox: sandbox, Create: account.Fields["state"] != "revoked"}
}

// authenticate wants a key that was not revoked, whose workspace has a request
// left and whose scope allows the method (VIN-049 to VIN-052).
func (k keys) authenticate(r *engine.Request) (string, error) {
	if !r.Credential.Sent {
		return "", &engine.Failure{Kind: engine.Unauthenticated}
	}
	account, _, known := k.account(r.Credential.Value)
	if !known || account.Fields["state"] == "revoked" {
		return "", &engine.Failure{Kind: engine.BadCredential}
	}
	if err := count(r, account); err != nil {
		return "", err
	}
	if account.Fields["scope"] == "read-only" && r.Operation.Method != http.MethodGet {
		return "", &engine.Failure{Kind: engine.Forbidden}
	}
	return account.Name, nil
}

// workspace is whose calls and webhooks a key sees (VIN-053).
func workspace(r *engine.Request) string { return r.Account.Fields["workspace"] }
