package engine

import "sync"

// tokensKept bounds one generation of a cache; a token with what it means
// takes about half a kilobyte.
const tokensKept = 8192

// Tokens remembers what verified tokens mean, so that a signature is checked
// once. It is safe for concurrent use and bounded: what was not asked for
// while many others came is forgotten and has to be verified again. What may
// change, such as expiry, is not to be kept here as a verdict.
type Tokens struct {
	mu         sync.RWMutex
	young, old map[string]any
}

// NewTokens makes an empty cache.
func NewTokens() *Tokens { return &Tokens{young: map[string]any{}} }

// Get returns what was put under a token.
func (t *Tokens) Get(token string) (any, bool) {
	t.mu.RLock()
	meaning, ok := t.young[token]
	if !ok {
		meaning, ok = t.old[token]
		t.mu.RUnlock()
		if ok {
			t.Put(token, meaning)
		}
		return meaning, ok
	}
	t.mu.RUnlock()
	return meaning, true
}

// forget forgets everything.
func (t *Tokens) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.young, t.old = map[string]any{}, nil
}

// Put remembers what a token means.
func (t *Tokens) Put(token string, meaning any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.young) >= tokensKept {
		t.young, t.old = make(map[string]any, tokensKept), t.young
	}
	t.young[token] = meaning
}
