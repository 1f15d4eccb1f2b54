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
	// Clients call us by one name, nearly always; its address is made once, since
	// each order keeps it.
	if last := s.called.Load(); last != nil && last.host == r.Host {
		return last.base
	}
	if base := "http://" + r.Host; plainHost(r.Host) || isBase(base) {
		s.called.Store(&called{r.Host, base})
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

// called is a name that a client called us by, and the address that it makes.
type called struct{ host, base string }
