package engine

import (
	"net"
	"net/http"
	"net/url"
)

// base is what the addresses that a request is answered with begin with: as the
// operator says, else what the client calls us. A Host header may name nothing
// at all (HTTP/1.0 has none); then it is the address that was reached.
func (s *site) base(r *http.Request) string {
	if s.public != "" {
		return s.public
	}
	if base := "http://" + r.Host; plainHost(r.Host) || isBase(base) {
		return base
	}
	if here, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		return "http://" + here.String()
	}
	return "http://localhost"
}

// plainHost is a quick yes for names and IPv4 addresses, with or without a port.
func plainHost(host string) bool {
	colon := false
	for i := range len(host) {
		switch c := host[i]; {
		case c >= '0' && c <= '9':
		case c == ':' && i > 0 && !colon:
			colon = true
		case colon || (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '.' && c != '-':
			return false
		}
	}
	return host != ""
}

func isBase(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Hostname() != ""
}
