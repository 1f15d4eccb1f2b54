package induslabs

import (
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// tokened lets a request through with the token of a good account, where the
// runner sent something else.
func tokened(name, operation string, wrong func(sent string) bool) grade.Tampering {
	return grade.Tampering{
		Name: name,
		Before: func(x *grade.Passing) {
			if !x.Is(operation) || !wrong(x.Request.Header.Get("Authorization")) {
				return
			}
			if x.Proxy.Recall("token of main "+x.Sandbox()) == nil {
				signInMain(x)
			}
			if token, ok := x.Proxy.Recall("token of main " + x.Sandbox()).(string); ok {
				x.Request.Header.Set("Authorization", "Bearer "+token)
				x.Altered = true
			}
		},
		After: func(x *grade.Passing) bool {
			learnToken(x)
			return x.Altered
		},
	}
}

// stranger lets any token do whose account the fake does not know.
func stranger(operation string) grade.Tampering {
	f := grade.Tampering{Name: operation + "/any token does"}
	f.After = func(x *grade.Passing) bool {
		learnToken(x)
		if !x.Is(operation) || x.Status != http.StatusUnauthorized || !bearer(x.Request.Header.Get("Authorization")) {
			return false
		}
		token, ok := x.Proxy.Recall("token of main " + x.Sandbox()).(string)
		if !ok {
			return false
		}
		x.Request.Header.Set("Authorization", "Bearer "+token)
		return x.Again()
	}
	return f
}

// asMain answers another user as if it were main.
func asMain(name, operation string) grade.Tampering {
	return grade.Tampering{
		Name: name,
		Before: func(x *grade.Passing) {
			if who := x.Proxy.Recall("user " + x.Request.Header.Get("Authorization")); !x.Is(operation) || who == nil || who == "user@example.com" {
				return
			}
			if token, ok := x.Proxy.Recall("token of main " + x.Sandbox()).(string); ok {
				x.Request.Header.Set("Authorization", "Bearer "+token)
				x.Altered = true
			}
		},
		After: func(x *grade.Passing) bool {
			learnToken(x)
			if token, ok := grade.At(x.Body, "data", "access_token").(string); ok {
				x.Proxy.Remember("user Bearer "+token, x.SentBody["email"])
			}
			return x.Altered
		},
	}
}

// learnToken remembers who signed in, and with what token.
func learnToken(x *grade.Passing) {
	if token, ok := grade.At(x.Body, "data", "access_token").(string); ok && wasLogin(x) {
		main, _ := x.Proxy.Spec.World.Account("main")
		if x.SentBody["email"] == main.Fields["email"] {
			x.Proxy.Remember("token of main "+x.Sandbox(), token)
		}
	}
}

func wasLogin(x *grade.Passing) bool { return x.SentBody != nil && x.SentBody["password"] != nil }

// signInMain gets a token of main where the scenario has not signed in as main.
func signInMain(x *grade.Passing) {
	p := x.Proxy
	main, _ := p.Spec.World.Account("main")
	for _, op := range p.Spec.Operations() {
		for _, scheme := range op.Security {
			if scheme.SignIn == nil {
				continue
			}
			in, _ := p.Spec.Operation(scheme.SignIn.Operation)
			body := map[string]any{}
			for member, field := range scheme.SignIn.With {
				body[member] = main.Fields[field]
			}
			_, reply := p.Ask(in.Method, in.Path, x.Sandbox(), body)
			if token, ok := grade.At(reply, "data", "access_token").(string); ok {
				p.Remember("token of main "+x.Sandbox(), token)
			}
			return
		}
	}
}

// bearer tells a request that sends a token from one that does not.
func bearer(sent string) bool { return strings.HasPrefix(sent, "Bearer ") }
