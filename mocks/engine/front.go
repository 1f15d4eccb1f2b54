package engine

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
)

// A front is what a Fake shows to the network.
type front struct {
	sites     map[string]*site
	limits    limits
	listening atomic.Pointer[Addresses] // nil: not yet, or no longer
}

// mountSites resolves the documents of all providers, or lists every problem.
func (f *Fake) mountSites() error {
	f.sites, f.limits = make(map[string]*site, len(f.providers)), usual
	var problems []error
	for _, p := range f.providers {
		made, err := newSite(f, p)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		f.sites[p.Spec.Name] = made
	}
	return errors.Join(problems...)
}

// Handler answers as one provider does. A provider that this Fake does not
// have is answered with 404 in plain words.
func (f *Fake) Handler(provider string) http.Handler {
	if s := f.sites[provider]; s != nil {
		return s
	}
	return http.NotFoundHandler()
}

// Journal is what came in and went out.
func (f *Fake) Journal() *Journal { return f.journal }

// fitCallback says how a callback breaks the document, closed; "" if it does
// not. body is what is about to be sent.
func fitCallback(p *Provider, event string, body []byte) string {
	declared, ok := p.Spec.Event(event)
	if !ok {
		return fmt.Sprintf("the document has no callback %q", event)
	}
	schema := declared.Body()
	if schema == nil {
		return ""
	}
	value, ok := decode(body)
	if !ok {
		return "its body is not JSON"
	}
	if wrong := judgeClosed(schema, value, checking(p.Spec.Document)); wrong != "" {
		return "it breaks the document: " + wrong
	}
	return ""
}

// noteAttempt writes an attempt to deliver in the journal.
func (f *Fake) noteAttempt(a sent) {
	d := a.delivery
	if a.echo.unfit != "" {
		a.box.desk.shame.add(d.provider.Spec.Name + ": callback " + d.callback.Event + ": " + a.echo.unfit)
	}
	secrets := f.sites[d.provider.Spec.Name].redact
	entry := &Entry{
		At:       instant(a.echo.began),
		Sandbox:  a.box.Name(),
		Provider: d.provider.Spec.Name,
		Event:    d.callback.Event,
		Account:  d.account,
		Subject:  d.subject,
		Method:   http.MethodPost,
		Status:   a.echo.status,
	}
	for _, reason := range []string{a.echo.unfit, a.echo.refused, a.echo.problem} {
		if reason != "" {
			entry.Note = reason
		}
	}
	entry.Note = alsoChosen(noted(a.faults, entry.Note), a.choices)
	entry.Chaos = a.choices
	out, in := half{header: a.echo.sent, body: a.body}, half{header: a.header, body: a.answer}
	out.value, out.parsed = decode(out.body)
	in.value, in.parsed = decode(in.body)
	base, to := "", (*url.URL)(nil)
	if u, err := url.Parse(d.callback.URL); err == nil {
		base, to = u.Scheme+"://"+u.Host, u
	}
	secrets.note(entry, base, to, out, in)
	f.journal.add(entry)
	f.sites[d.provider.Spec.Name].attempts.count(a.echo.status)
}
