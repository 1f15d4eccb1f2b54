package vinfer

import (
	"net/http"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// keys are the API keys of the world, with what each of them may do.
type keys struct {
	*engine.Keys
	world *specs.World
}

func newKeys(spec *specs.Provider) keys {
	return keys{engine.NewKeys(spec.World, "api_key"), &spec.World}
}

// authenticate wants a key that was not revoked, whose workspace has a request
// left and whose scope allows the method (VIN-049 to VIN-052).
func (k keys) authenticate(r *engine.Request) (string, error) {
	name, err := k.Authenticate(r)
	if err != nil {
		return "", err
	}
	account, _ := k.world.Account(name)
	if err := count(r, account); err != nil {
		return "", err
	}
	if account.Fields["scope"] == "read-only" && r.Operation.Method != http.MethodGet {
		return "", &engine.Failure{Kind: engine.Forbidden}
	}
	return name, nil
}

// workspace is whose calls and webhooks a key sees (VIN-053).
func workspace(r *engine.Request) string { return r.Account.Fields["workspace"] }
