package engine

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
)

const (
	bodyLimit  = 1 << 20
	depthLimit = 200     // no document nests deeper than a few levels
	drainLimit = 8 << 20 // read past an overlong body, so that its sender hears the answer
)

// readBody reads a request's body, once, into into.
func readBody(r *http.Request, into *scratch) *Failure {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	if r.ContentLength > bodyLimit {
		drain(r)
		return &Failure{Kind: TooLarge}
	}
	if r.ContentLength > 0 {
		into.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	n, err := into.ReadFrom(io.LimitReader(r.Body, bodyLimit+1))
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &Failure{Kind: TooSlow}
	case err != nil:
		return &Failure{Kind: Malformed}
	case n > bodyLimit:
		drain(r)
		return &Failure{Kind: TooLarge}
	}
	return nil
}

// drain reads what is still coming, unless the sender waits for a word of ours
// before it sends.
func drain(r *http.Request) {
	if r.Header.Get("Expect") == "" {
		io.CopyN(io.Discard, r.Body, drainLimit)
	}
}

// isJSON tells whether a body calls itself JSON; one that does not say what it
// is, is taken for JSON.
func isJSON(header http.Header) bool {
	kind := last(header["Content-Type"])
	if kind == "" || kind == "application/json" {
		return true
	}
	kind, _, err := mime.ParseMediaType(kind)
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}
