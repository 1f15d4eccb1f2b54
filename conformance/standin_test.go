package conformance

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAStandInHasTheFormOfItsSecretAndNoneOfIt(t *testing.T) {
	for secret, form := range map[string]string{
		"open-sesame":                          `^[g-z]{4}-[g-z]{6}$`,
		"919484956750":                         `^[1-9]\d{11}$`,
		"YOUR_API_KEY":                         `^[G-Z]{4}_[G-Z]{3}_[G-Z]{3}$`,
		"user@example.com":                     `^[g-z]{4}@[g-z]{7}\.[g-z]{3}$`,
		"123e4567-e89b-42d3-a456-426614174000": `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`,
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0": `^eyJ[A-Za-z0-9]{17}\.eyJ[A-Za-z0-9]{12}$`,
		"pässwörter":                           `^\p{L}{10}$`,
	} {
		one, two := standIn(secret, 1), standIn(secret, 2)
		assert.Regexp(t, form, one)
		assert.Len(t, one, len(secret), "%s", secret)
		assert.NotEqual(t, one, two, "two secrets of one form stay two")
		assert.Equal(t, one, standIn(one, 1), "the stand-in of a stand-in is itself")
		assert.NotEqual(t, secret, one)
	}
	seen := map[string]bool{}
	for n := 1; n < 4000; n++ {
		seen[standIn("sesame", n)] = true
	}
	assert.Len(t, seen, 3999)
}

func TestASecretIsVeiledInEveryFormAndUnveiledAgain(t *testing.T) {
	const secret = `s3cr&t "pass"/word+1`
	m := newMask([]string{"other", secret})
	for name, text := range map[string]string{
		"raw":            "it is " + secret + ".",
		"in a query":     "x=" + url.QueryEscape(secret),
		"in a path":      "/a/" + url.PathEscape(secret) + "/b",
		"base64":         base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64, by one": base64.StdEncoding.EncodeToString([]byte("a" + secret + "b")),
		"base64, by two": base64.URLEncoding.EncodeToString([]byte("ab" + secret + "c")),
	} {
		veiled := m.veiled(text)
		assert.NotEqual(t, text, veiled, name)
		assert.NotContains(t, strings.ToLower(veiled), "cr&t", name)
		assert.Len(t, veiled, len(text), name)
		assert.Equal(t, text, m.unveiled(veiled), name)
		assert.Equal(t, m.text(text), newMask([]string{m.veiled("other"), m.veiled(secret)}).text(veiled), "hidden alike in a report, %s", name)
	}
}
