package conformance

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"

	"github.com/ringer-mock/ringer/conformance/match"
	"github.com/ringer-mock/ringer/conformance/scenario"
)

// signature is the document's x-signature beside a callback's operation: an HMAC over the exact bytes of the body.
type signature struct {
	header    string
	algorithm string // hmac-sha256, hmac-sha512
	encoding  string // hex, base64
	prefix    string // before the digest, such as "sha256="
}

func signatureOf(extensions map[string]any) (signature, bool) {
	fields, ok := extensions["x-signature"].(map[string]any)
	text := func(name, otherwise string) string {
		if value, ok := fields[name].(string); ok {
			return value
		}
		return otherwise
	}
	return signature{text("header", ""), text("algorithm", "hmac-sha256"), text("encoding", "hex"), text("prefix", "")}, ok
}

func (s signature) of(body []byte, secret string) string {
	hashes := map[string]func() hash.Hash{"hmac-sha256": sha256.New, "hmac-sha512": sha512.New}
	algorithm, ok := hashes[s.algorithm]
	if !ok {
		algorithm = sha256.New
	}
	mac := hmac.New(algorithm, []byte(secret))
	mac.Write(body)
	if s.encoding == "base64" {
		return s.prefix + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	return s.prefix + hex.EncodeToString(mac.Sum(nil))
}

// maskSignature hides the digest that a callback was signed with.
func (p *play) maskSignature(a *arrival) {
	event, ok := p.sc.Provider.Event(a.event)
	if !ok {
		return
	}
	if how, ok := signatureOf(event.Spec.Extensions); ok && how.header != "" {
		p.mask.add(strings.TrimPrefix(strings.TrimSpace(a.Header.Get(how.header)), how.prefix))
	}
}

func (p *play) checkSignature(step *scenario.Step, a *arrival, env *match.Env) error {
	if step.Expect.SignedWith == nil {
		return nil
	}
	how, ok := signatureOf(step.Event.Spec.Extensions)
	if !ok || how.header == "" {
		return unaskable(fmt.Sprintf("signed_with: the document has no x-signature for %s", step.Event.Name))
	}
	secret, err := step.Expect.SignedWith.Text(env)
	if err != nil {
		return err
	}
	p.mask.add(secret)
	got := strings.TrimSpace(a.Header.Get(how.header))
	ok, err = p.world.signed(a, secret, func() bool {
		want := how.of(a.Body, secret)
		return got == want || how.encoding == "hex" && strings.EqualFold(got, want)
	})
	if err != nil {
		return err
	}
	if !ok {
		said := "is missing"
		if got != "" {
			said = "is not made of this body and that secret"
		}
		return &failed{message: fmt.Sprintf("the signature of %s in %s %s", step.Event.Name, how.header, said)}
	}
	return nil
}
