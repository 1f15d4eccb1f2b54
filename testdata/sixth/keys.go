package sixth

import (
	"net/http"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// names says which sandbox is meant: that of the key, or that of the call whose
// recording is asked for without one.
func names(keys *engine.Keys) func(*engine.Request) engine.Naming {
	return func(r *engine.Request) engine.Naming {
		if !r.Credential.Sent {
			return engine.Naming{Subject: r.Text("call")}
		}
		byKey := keys.Names(r)
		return engine.Naming{Sandbox: byKey.Sandbox, Create: byKey.Create, Minted: byKey.Minted}
	}
}

// authenticate lets a reader read and nothing else (SIX-011), and says with
// every reply whose key it was (SIX-009).
func authenticate(keys *engine.Keys) func(*engine.Request) (string, error) {
	return func(r *engine.Request) (string, error) {
		name, err := keys.Authenticate(r)
		if err != nil {
			return "", err
		}
		r.Answer = http.Header{"X-Account": {name}}
		account, _ := r.Provider.Spec.World.Account(name)
		if account.Fields["scope"] == "read-only" && r.Operation.Method != http.MethodGet {
			return "", &engine.Failure{Kind: engine.Forbidden}
		}
		return name, nil
	}
}
