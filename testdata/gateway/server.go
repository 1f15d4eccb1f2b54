package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// object is a JSON object.
type object = map[string]any

type gateway struct {
	clock     clock
	tokenLife time.Duration
	broken    map[string]bool // deviations that are switched on
	accounts  map[string]account
	outcomes  map[string]outcome
	key       []byte
	serial    atomic.Uint64
	callbacks

	mu      sync.Mutex
	calls   []*call // oldest first; a call never changes once it is here
	byID    map[string]*call
	lastURL map[string]string // by user, for callback-to-last-url
}

func newGateway(c clock, tokenLife time.Duration, broken map[string]bool) *gateway {
	key := make([]byte, 32)
	rand.Read(key)
	return &gateway{
		clock: c, tokenLife: tokenLife, broken: broken, accounts: accounts(), outcomes: outcomes(), key: key,
		callbacks: newCallbacks(), byID: map[string]*call{}, lastURL: map[string]string{},
	}
}

func (g *gateway) routes() http.Handler {
	mux := http.NewServeMux()
	serve := func(method, path string, handler http.HandlerFunc) {
		mux.HandleFunc(method+" "+path, handler)
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", method)
			detail(w, http.StatusMethodNotAllowed, "Method Not Allowed")
		})
	}
	serve("POST", "/api/login", g.login)
	serve("POST", "/api/calls/click2call", g.signedIn(g.create))
	serve("GET", "/api/calls/recent", g.signedIn(g.recent))
	serve("GET", "/api/calls/{call_id}/transcript", g.signedIn(g.transcript))
	serve("GET", "/recordings/{call_id}", g.recording)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { detail(w, http.StatusNotFound, "Not Found") })
	return mux
}

func (g *gateway) login(w http.ResponseWriter, r *http.Request) {
	body, err := readObject(w, r)
	if tooLong(w, err) {
		return
	}
	email, _ := body["email"].(string)
	password, _ := body["password"].(string)
	user, known := g.accounts[email]
	switch {
	case known && user.password != password && g.broken["bad-login-401"]:
		detail(w, http.StatusUnauthorized, "Incorrect credentials")
	case err != nil || !known || user.password != password:
		detail(w, http.StatusBadRequest, "Incorrect credentials")
	case user.inactive && !g.broken["inactive-logs-in"]:
		detail(w, http.StatusBadRequest, "User is inactive")
	case user.unverified && !g.broken["unverified-logs-in"]:
		detail(w, http.StatusBadRequest, "User is not verified")
	default:
		refresh := g.issue(email, "refresh")
		if g.broken["refresh-token-opaque"] {
			refresh = rand.Text()
		}
		envelope(w, http.StatusOK, "Login successful", object{
			"access_token": g.issue(email, "access"), "refresh_token": refresh, "token_type": "bearer",
		})
	}
}

// signedIn lets a handler see only users with a valid token. Deactivation is
// 400 where the documentation lists that status, and 401 elsewhere.
func (g *gateway) signedIn(next func(http.ResponseWriter, *http.Request, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		header := r.Header.Get("Authorization")
		email, ok := g.bearer(header)
		inactive := g.accounts[email].inactive
		switch {
		case header == "" && g.broken["missing-token-403"]:
			detail(w, http.StatusForbidden, "Could not validate credentials")
		case inactive && r.Method == http.MethodPost:
			detail(w, http.StatusBadRequest, "User is inactive")
		case !ok || inactive:
			w.Header().Set("WWW-Authenticate", "Bearer")
			detail(w, http.StatusUnauthorized, "Could not validate credentials")
		default:
			next(w, r, email)
		}
	}
}

// readObject reads a body of at most 64 KiB that is one JSON object.
func readObject(w http.ResponseWriter, r *http.Request) (body object, err error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	if body == nil {
		return nil, errors.New("null is no object")
	}
	return body, nil
}

// tooLong answers a body over the limit, and says whether it did.
func tooLong(w http.ResponseWriter, err error) bool {
	var over *http.MaxBytesError
	if !errors.As(err, &over) {
		return false
	}
	detail(w, http.StatusRequestEntityTooLarge, "Request body too large")
	return true
}

func envelope(w http.ResponseWriter, status int, message string, data object) {
	reply(w, status, object{"status_code": status, "message": message, "error": nil, "data": data})
}

// invalid answers a request that failed validation: the envelope, with an error object.
func invalid(w http.ResponseWriter, field, reason string) {
	reply(w, http.StatusUnprocessableEntity, object{
		"status_code": http.StatusUnprocessableEntity, "message": "Request is not valid",
		"error": object{"field": field, "reason": reason}, "data": object{},
	})
}

func detail(w http.ResponseWriter, status int, text string) { reply(w, status, object{"detail": text}) }

func reply(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client is gone: nobody is left to tell
}
