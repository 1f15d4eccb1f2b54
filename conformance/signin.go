package conformance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
	"github.com/ringer-mock/ringer/conformance/target"
	"github.com/ringer-mock/ringer/specs"
)

// authorise puts the credentials of an account on a request, as the operation's security schemes want them. Where the
// document asks for none, none are sent.
func (p *play) authorise(ctx context.Context, req *http.Request, op *specs.Operation, as scenario.Account, env *match.Env) error {
	for _, scheme := range op.Security {
		credential, err := p.credential(ctx, scheme, as, env)
		if err != nil {
			return err
		}
		if credential != "" {
			p.mask.add(credential)
			attach(req, scheme, credential)
		}
	}
	return nil
}

// credential returns the token or key of an account, and signs in for it where it has none. Nobody's is empty.
func (p *play) credential(ctx context.Context, scheme specs.Scheme, as scenario.Account, env *match.Env) (string, error) {
	if as.Token != nil {
		return as.Token.Text(env)
	}
	switch as.Name {
	case scenario.Nobody:
		return "", nil
	case scenario.Stranger:
		if scheme.SignIn != nil {
			return strangerToken, nil
		}
		main, _ := p.run.target.Account(scenario.Main)
		return foreign(keyOf(main, scheme)), nil
	}
	account, ok := p.run.target.Account(as.Name)
	if !ok {
		return "", inconclusive([]string{as.Name}, "the target has no account %s", as.Name)
	}
	if token := account.Fields["token"]; token != "" || scheme.SignIn == nil {
		if token == "" {
			token = keyOf(account, scheme)
		}
		if token == "" {
			return "", inconclusive([]string{as.Name}, "the account %s has no credentials for %s", as.Name, scheme.Name)
		}
		return token, nil
	}
	if token := p.tokens[as.Name]; token != "" {
		return token, nil
	}
	token, err := p.signIn(ctx, account, scheme.SignIn)
	if err == nil {
		p.tokens[as.Name] = token
	}
	return token, err
}

func (p *play) signIn(ctx context.Context, account target.Account, how *specs.SignIn) (string, error) {
	op, ok := p.sc.Provider.Operation(how.Operation)
	if !ok {
		return "", fmt.Errorf("x-sign-in names the unknown operation %s", how.Operation)
	}
	body := map[string]any{}
	for member, field := range how.With {
		value, has := account.Fields[field]
		if !has {
			return "", inconclusive([]string{account.Name}, "the account %s has no %s to sign in with", account.Name, field)
		}
		body[member] = value
	}
	out := &outgoing{operation: op, path: op.Path, header: http.Header{}, params: map[string]any{}, body: body, hasBody: true}
	got, err := p.exchange(ctx, out, scenario.Account{Name: scenario.Nobody}, "", p.env)
	var f *failed
	if errors.As(err, &f) {
		return "", inconclusive(nil, "cannot sign in as %s: %s", account.Name, f.message)
	}
	if err != nil {
		return "", err
	}
	token, _ := at(got.JSON, how.Token).(string)
	if got.Status/100 != 2 || token == "" {
		return "", inconclusive(nil, "cannot sign in as %s: %s answered %d without a token at %s", account.Name, op.ID, got.Status, how.Token)
	}
	p.mask.add(token)
	return token, nil
}

// at follows a JSON pointer through objects.
func at(value any, pointer string) any {
	for _, key := range strings.Split(pointer, "/")[1:] {
		object, _ := value.(map[string]any)
		value = object[strings.NewReplacer("~1", "/", "~0", "~").Replace(key)]
	}
	return value
}

func attach(req *http.Request, scheme specs.Scheme, credential string) {
	if scheme.Spec.Type != "apiKey" {
		req.Header.Set("Authorization", "Bearer "+credential)
		return
	}
	switch scheme.Spec.In {
	case "query":
		query := req.URL.Query()
		query.Set(scheme.Spec.Name, credential)
		req.URL.RawQuery = query.Encode()
	case "cookie":
		req.AddCookie(&http.Cookie{Name: scheme.Spec.Name, Value: credential})
	default:
		req.Header.Set(scheme.Spec.Name, credential)
	}
}

// credentials are what accounts hold that lets somebody in.
func credentials(t *target.Target) []string {
	var secrets []string
	for _, account := range t.Accounts {
		for _, field := range slices.Sorted(maps.Keys(account.Fields)) {
			if slices.Contains([]string{"password", "api_key", "key", "token", "secret"}, field) {
				secrets = append(secrets, account.Fields[field])
			}
		}
	}
	return secrets
}

// keyOf finds the key that an account holds from the start.
func keyOf(account target.Account, scheme specs.Scheme) string {
	for _, field := range []string{scheme.Name, "api_key", "key", "token"} {
		if key := account.Fields[field]; key != "" {
			return key
		}
	}
	return ""
}

// strangerToken has the form of a JWT, and nobody ever signed it.
const strangerToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJzdHJhbmdlciIsImV4cCI6NDEwMjQ0NDgwMH0." +
	"c3RyYW5nZXJzdHJhbmdlcnN0cmFuZ2Vyc3RyYW5nZXI"

// foreign is a credential of the same form that belongs to no one: each letter and digit is another one.
func foreign(credential string) string {
	turned := []byte(credential)
	for i, c := range turned {
		switch {
		case c >= 'a' && c <= 'z':
			turned[i] = 'a' + (c-'a'+13)%26
		case c >= 'A' && c <= 'Z':
			turned[i] = 'A' + (c-'A'+13)%26
		case c >= '0' && c <= '9':
			turned[i] = '0' + (c-'0'+5)%10
		}
	}
	return string(turned)
}

// strange gives the stranger fields of the form that the main account's have. The host of an address stays.
func strange(main target.Account, field string) (string, bool) {
	value, ok := main.Fields[field]
	local, host, email := strings.Cut(value, "@")
	if !ok {
		return "", false
	}
	if email {
		return foreign(local) + "@" + host, true
	}
	return foreign(value), true
}

// authoriseAny puts an account's credentials on a request that belongs to no operation: by the first scheme that any
// operation asks for.
func (p *play) authoriseAny(ctx context.Context, req *http.Request, as scenario.Account, env *match.Env) error {
	for _, op := range p.sc.Provider.Operations() {
		if len(op.Security) > 0 {
			return p.authorise(ctx, req, op, as, env)
		}
	}
	return nil
}
