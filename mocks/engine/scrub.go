package engine

import (
	"bytes"
	"strings"
)

// secretive are parts of names under which secrets go, in lower case and
// without what parts words.
var secretive = [...]string{
	"passw", "pwd", "passphrase", "secret", "token", "apikey", "accesskey", "privatekey", "credential", "jwt", "bearer", "cookie", "session",
}

// soundsSecret tells whether somebody would keep a secret under a name.
func soundsSecret(name string) bool {
	plain := strings.Map(func(c rune) rune {
		switch c {
		case '-', '_', '.', ' ':
			return -1
		}
		return c
	}, strings.ToLower(name))
	for _, part := range secretive {
		if strings.Contains(plain, part) {
			return true
		}
	}
	return strings.Contains(strings.ReplaceAll(plain, "author", ""), "auth") || strings.Contains(plain, "authoriz")
}

// scrub removes what anybody would know for a secret in any text: what signs or
// opens an address, the user in one, and tokens. It writes over it.
func scrub(text []byte) {
	scrubKeys(text)
	scrubUsers(text)
	scrubTokens(text)
}

func scrubKeys(text []byte) {
	for from := 0; ; {
		at := bytes.IndexByte(text[from:], '=')
		if at < 0 {
			return
		}
		end := from + at
		from = end + 1
		if !opens(text[max(0, end-len("signature")):end]) {
			continue
		}
		for from < len(text) && !bytes.ContainsRune([]byte("&;\"'\\ <>"), rune(text[from])) {
			text[from] = '*'
			from++
		}
	}
}

// opens tells whether the end of a query's key is that of a secret.
func opens(key []byte) bool {
	lower := bytes.ToLower(key)
	for _, end := range [...]string{"signature", "token", "key", "secret", "password", "passwd", "pwd", "auth", "jwt"} {
		if bytes.HasSuffix(lower, []byte(end)) {
			return true
		}
	}
	return false
}

// scrubUsers removes what stands before the host of an address.
func scrubUsers(text []byte) {
	for {
		at := bytes.Index(text, []byte("://"))
		if at < 0 {
			return
		}
		text = text[at+len("://"):]
		host := text
		if end := bytes.IndexAny(host, "/?#\"'\\ <>"); end >= 0 {
			host = host[:end]
		}
		overwrite(host[:max(0, bytes.LastIndexByte(host, '@'))])
	}
}

// scrubTokens removes what begins as two JSON objects in base64 do: a JWT.
func scrubTokens(text []byte) {
	const begins = "eyJ"
	for {
		at := bytes.Index(text, []byte(begins))
		if at < 0 {
			return
		}
		text = text[at:]
		first := tokenLength(text)
		if !bytes.HasPrefix(text[first:], []byte("."+begins)) {
			text = text[len(begins):]
			continue
		}
		whole := first
		for whole < len(text) && text[whole] == '.' {
			whole += 1 + tokenLength(text[whole+1:])
		}
		overwrite(text[:whole])
		text = text[whole:]
	}
}

// tokenLength is how long a text goes on in the alphabet of URLs' base64.
func tokenLength(text []byte) int {
	for i, c := range text {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return i
		}
	}
	return len(text)
}

func overwrite(text []byte) {
	for i := range text {
		text[i] = '*'
	}
}
