package induslabs

import (
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ringer-mock/ringer/mocks/engine"
	"github.com/ringer-mock/ringer/specs"
)

// How long tokens live, by the sandbox's clock (IND-124 asks for half an hour).
const (
	accessLife  = time.Hour
	refreshLife = 7 * 24 * time.Hour
)

// A ticket is what a token of ours says. It carries its sandbox, and which of
// the sandboxes of that name it was: a deleted one's tokens are worth nothing.
type ticket struct {
	jwt.RegisteredClaims
	Account string `json:"account"`
	Use     string `json:"use"` // access or refresh
	Sandbox string `json:"sandbox"`
	Life    int    `json:"life"`
	Lapses  int    `json:"lapses,omitempty"`
}

func (t *ticket) origin() engine.Origin { return engine.Origin{Name: t.Sandbox, Life: t.Life} }

// The desk mints tokens and knows its own again.
type desk struct {
	spec   *specs.Provider
	key    []byte
	parser *jwt.Parser
	known  *engine.Tokens
}

func newDesk(spec *specs.Provider) *desk {
	return &desk{
		spec: spec,
		// The signature only has to tell our tokens from others; nothing is kept secret by it.
		key:    []byte("ringer: a token of this fake opens nothing but this fake"),
		parser: jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithoutClaimsValidation()),
		known:  engine.NewTokens(),
	}
}

// login answers a good password with two tokens.
func (d *desk) login(r *engine.Request) (engine.Reply, error) {
	account, good := d.account(r.Text("email"), r.Text("password"))
	if !good {
		return engine.Reply{}, &engine.Failure{Kind: badLogin}
	}
	switch account.Fields["state"] {
	case "inactive":
		return engine.Reply{}, &engine.Failure{Kind: inactiveUser}
	case "unverified":
		return engine.Reply{}, &engine.Failure{Kind: unverifiedUser}
	}
	data := session{TokenType: "bearer"}
	var err error
	if data.AccessToken, err = d.mint(r.Sandbox, account, "access", accessLife); err != nil {
		return engine.Reply{}, err
	}
	if data.RefreshToken, err = d.mint(r.Sandbox, account, "refresh", refreshLife); err != nil {
		return engine.Reply{}, err
	}
	return ok("Login successful", data), nil
}

// account finds whose email and password these are. The email may name a
// sandbox; an account that has exactly this email comes first.
func (d *desk) account(email, password string) (specs.Account, bool) {
	plain, _, _ := engine.SplitName(email)
	for _, wanted := range []string{email, plain} {
		for _, a := range d.spec.World.Accounts {
			if a.Fields["email"] == wanted {
				return a, a.Fields["password"] == password
			}
		}
	}
	return specs.Account{}, false
}

// exact tells whether an account has this very email, a plus sign included.
func (d *desk) exact(email string) bool {
	for _, a := range d.spec.World.Accounts {
		if a.Fields["email"] == email {
			return true
		}
	}
	return false
}

func (d *desk) mint(box *engine.Sandbox, account specs.Account, use string, life time.Duration) (string, error) {
	now := box.Now()
	return jwt.NewWithClaims(jwt.SigningMethodHS256, ticket{
		RegisteredClaims: jwt.RegisteredClaims{
			Subject:   account.Fields["email"],
			IssuedAt:  jwt.NewNumericDate(now),
			ExpiresAt: jwt.NewNumericDate(now.Add(life)),
		},
		Account: account.Name,
		Use:     use,
		Sandbox: box.Origin().Name,
		Life:    box.Origin().Life,
		Lapses:  box.Lapses(),
	}).SignedString(d.key)
}

// read knows a token again that this fake minted, whether or not it still opens anything.
func (d *desk) read(token string) (*ticket, bool) {
	if t, seen := d.known.Get(token); seen {
		return t.(*ticket), true
	}
	t := &ticket{}
	if _, err := d.parser.ParseWithClaims(token, t, func(*jwt.Token) (any, error) { return d.key, nil }); err != nil || t.ExpiresAt == nil {
		return nil, false
	}
	d.known.Put(token, t)
	return t, true
}

// names says which sandbox a request selects: at login by the email, later by the token.
func (d *desk) names(r *engine.Request) engine.Naming {
	if r.Operation.ID == "login" {
		email := r.Text("email")
		_, name, named := engine.SplitName(email)
		if !named || d.exact(email) {
			return engine.Naming{}
		}
		_, good := d.account(email, r.Text("password"))
		return engine.Naming{Sandbox: name, Create: good}
	}
	if t, ours := d.read(r.Credential.Value); ours {
		return engine.Naming{Minted: t.origin()}
	}
	return engine.Naming{}
}

// authenticate wants an access token of this sandbox that has not expired, and
// a user who is active by now (IND-036, IND-119, IND-125).
func (d *desk) authenticate(r *engine.Request) (string, error) {
	if !r.Credential.Sent {
		return "", &engine.Failure{Kind: engine.Unauthenticated}
	}
	t, ours := d.read(r.Credential.Value)
	switch {
	case !ours,
		t.Use != "access",
		t.origin() != r.Sandbox.Origin(),
		!r.Sandbox.Now().Before(t.ExpiresAt.Time):
		return "", &engine.Failure{Kind: engine.BadCredential}
	}
	account, known := d.spec.World.Account(t.Account)
	if !known {
		return "", &engine.Failure{Kind: engine.BadCredential}
	}
	if state := account.Fields["state"]; state == "inactive" || state == "lapsed" {
		return "", &engine.Failure{Kind: inactiveUser}
	}
	return account.Name, nil
}
