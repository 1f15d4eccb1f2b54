package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

type claims struct {
	Subject string `json:"sub"`
	Use     string `json:"use"`
	Issued  int64  `json:"iat"`
	Expires int64  `json:"exp"`
	Serial  uint64 `json:"jti"`
}

// issue makes a JWT for a user. Its times are provider time.
func (g *gateway) issue(email, use string) string {
	now := g.clock.now()
	life := g.tokenLife
	if use == "refresh" {
		life += 30 * 24 * time.Hour
	}
	body, _ := json.Marshal(claims{email, use, now.Unix(), now.Add(life).Unix(), g.serial.Add(1)})
	head := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(body)
	return head + "." + g.sign(head)
}

// bearer gives the user whom an Authorization header speaks for.
func (g *gateway) bearer(header string) (email string, ok bool) {
	scheme, token, _ := strings.Cut(header, " ")
	cut := strings.LastIndexByte(token, '.')
	if !strings.EqualFold(scheme, "bearer") || cut < 0 || !hmac.Equal([]byte(g.sign(token[:cut])), []byte(token[cut+1:])) {
		return "", false
	}
	_, body, _ := strings.Cut(token[:cut], ".")
	raw, err := base64.RawURLEncoding.DecodeString(body)
	var c claims
	if err != nil || json.Unmarshal(raw, &c) != nil || c.Use != "access" || g.clock.now().Unix() >= c.Expires {
		return "", false
	}
	_, known := g.accounts[c.Subject]
	return c.Subject, known
}

func (g *gateway) sign(text string) string {
	mac := hmac.New(sha256.New, g.key)
	mac.Write([]byte(text))
	return encode(mac.Sum(nil))
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
