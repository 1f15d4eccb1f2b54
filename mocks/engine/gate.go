package engine

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// gate keeps others out of the control port. Where a token is asked for, it
// decides, by whatever name the port was reached. Else only this machine is
// served, and a browser must not be talked into speaking for somebody else: by
// a page of another site, or by a name that was made to lead here. Nor may this
// fake, by a callback address that a client gave. What posts
// to the capture address from this machine needs no token, nor does a health
// check inside the container, which cannot know one that was made up.
func (p *controlPort) gate(r *http.Request, capturing bool) error {
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" || foreign(r) {
		return refuse(http.StatusForbidden, "", "a page of another site may not use the control port")
	}
	if !capturing && p.fake.courier.dialled.sent(r) {
		return refuse(http.StatusForbidden, "callbacks are caught at "+captures+"default/", "a callback may not use the control port")
	}
	if p.Token != "" {
		if (capturing || asksHealth(r)) && local(r) || subtle.ConstantTimeCompare([]byte(bearer(r.Header.Get("Authorization"))), []byte(p.Token)) == 1 {
			return nil
		}
		no := &refused{status: http.StatusUnauthorized, header: http.Header{"WWW-Authenticate": {"Bearer"}}}
		no.problem = problem{Error: "the control port needs its token", Hint: "send Authorization: Bearer and the token that serve printed"}
		return no
	}
	if !loopback(r.Host) {
		return refuse(http.StatusForbidden, "reach it by 127.0.0.1 or localhost, or give it a token", "the control port is not served under this name")
	}
	return nil
}

// asksHealth tells whether a request only asks how the process is.
func asksHealth(r *http.Request) bool {
	return r.Method == http.MethodGet && (r.URL.Path == "/healthz" || r.URL.Path == "/readyz")
}

// foreign tells whether a page of another origin sent the request.
func foreign(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	page, err := url.Parse(origin)
	return err != nil || page.Host == "" || !strings.EqualFold(page.Host, r.Host)
}

// loopback tells whether a Host header names this machine, as only this
// machine can.
func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// local tells whether a request came from this machine: over loopback, or from
// the very address that it came to.
func local(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	if from.Addr().Unmap().IsLoopback() {
		return true
	}
	here, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	at, err := netip.ParseAddrPort(here.String())
	return err == nil && at.Addr().Unmap() == from.Addr().Unmap()
}
