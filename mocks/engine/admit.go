package engine

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// SandboxHeader names the sandbox of a request.
const SandboxHeader = "Ringer-Sandbox"

// admit takes a request through everything that comes before its operation. It
// returns a reply where a fault arranged one, or what stands in the way: a
// missing credential before a bad body, as a client would fix them.
func (v *visit) admit() (arranged *Reply, err error) {
	var path segments
	var query url.Values
	var broken []Detail

	rt, path, stray := v.site.routes.find(v.HTTP)
	if stray == nil {
		v.route, v.Operation = rt, rt.operation
		v.defaults = rt.defaults
		if rt.queries && v.HTTP.URL.RawQuery != "" {
			query = v.HTTP.URL.Query()
		}
		v.Credential = credential(v.HTTP, query, rt.operation.Security)
		broken = rt.arguments(v.HTTP, path, query, &v.Input)
	}
	unread, unfit := v.read()
	if err := v.settle(path); err != nil {
		return nil, err
	}
	switch {
	case stray != nil:
		return nil, stray
	case unread != nil:
		return nil, unread
	}
	if reply, ok := v.faulted(false); ok {
		return reply, nil
	}
	if len(rt.operation.Security) > 0 {
		if err := v.authenticate(); err != nil {
			return nil, err
		}
		if reply, ok := v.faulted(true); ok {
			return reply, nil
		}
	}
	if unfit != nil {
		return nil, unfit
	}
	broken = append(broken, rt.judgeBody(v.value, v.raw.Len() == 0)...)
	if len(broken) > 0 {
		return nil, &Failure{Kind: Invalid, Details: broken}
	}
	return nil, nil
}

// read takes in the body where the operation has one. That it did not arrive
// is one thing, that it is no JSON another, which is told later.
func (v *visit) read() (unread, unfit *Failure) {
	if v.route == nil || v.route.body == nil {
		return nil, nil
	}
	if unread := readBody(v.HTTP, v.raw); unread != nil {
		return unread, nil
	}
	if v.raw.Len() == 0 {
		return nil, nil
	}
	if !isJSON(v.HTTP.Header) {
		return nil, &Failure{Kind: WrongMedia}
	}
	if v.value, v.parsed = decode(v.raw.Bytes()); !v.parsed {
		return nil, &Failure{Kind: Malformed}
	}
	v.whole = v.value
	v.body, _ = v.value.(map[string]any)
	return nil, nil
}

// settle finds the sandbox: the one that the header names, the credential
// does, or an id in the path belongs to; else the default. A failure is told
// in the default sandbox.
func (v *visit) settle(path segments) error {
	name, create, err := v.named(path)
	box, found := v.site.fake.sandboxes.peek(name)
	if !found && create && err == nil {
		box, err = v.site.fake.sandboxes.open(name)
	}
	v.enter(box)
	return err
}

// enter takes the visit into a sandbox, nil being the default one.
func (v *visit) enter(box *Sandbox) {
	if box == nil {
		box = v.site.fake.sandboxes.home()
	}
	v.Sandbox = box
	v.hold.sandbox = box
	box.touched()
}

// named says which sandbox a request selects, and whether it may be made.
func (v *visit) named(path segments) (name string, create bool, err error) {
	header, sent := v.HTTP.Header[SandboxHeader]
	if sent && !ValidName(last(header)) {
		return DefaultSandbox, false, &Failure{Kind: BadSandbox, Reason: "the header " + SandboxHeader + " takes a name of 1 to 40 of a-z, 0-9 and -"}
	}
	naming := Naming{}
	if v.route != nil {
		naming = v.Provider.Names(&v.Request)
	}
	if naming.Minted != (Origin{}) {
		naming.Sandbox = v.site.fake.sandboxes.whose(naming.Minted, last(header))
	}
	switch {
	case sent && naming.Sandbox != "" && naming.Sandbox != last(header):
		return DefaultSandbox, false, &Failure{Kind: BadSandbox, Reason: fmt.Sprintf("the header %s and the credential name different sandboxes", SandboxHeader)}
	case sent:
		// Credentials that exist nowhere create nothing, whatever the header says.
		good := v.route != nil && (naming.Create || len(v.Operation.Security) == 0)
		return last(header), good, nil
	case naming.Sandbox != "":
		return naming.Sandbox, naming.Create, nil
	case v.route != nil && !v.Credential.Sent:
		if naming.Subject != "" {
			path = segments{{text: naming.Subject}}
		}
		for _, id := range path {
			if owner, ok := v.site.fake.sandboxes.OwnerOf(v.Provider, id.text); ok {
				return owner.Name(), false, nil
			}
		}
	}
	return DefaultSandbox, true, nil
}

// authenticate finds whose request it is.
func (v *visit) authenticate() error {
	if v.Credential.Sent && v.Sandbox.desk.faults.lapsed(v.Provider, v.Credential.Value) {
		if v.note == "" {
			v.note = "a fault has let the credential expire"
		}
		return &Failure{Kind: BadCredential}
	}
	name, err := v.Provider.Authenticate(&v.Request)
	if err != nil {
		return err
	}
	account, ok := v.Provider.Spec.World.Account(name)
	if !ok {
		return errors.New("the world has no account called " + name)
	}
	v.Account = account
	return nil
}

func withHeader(h http.Header, name, value string) http.Header {
	if h == nil {
		h = http.Header{}
	}
	h.Set(name, value)
	return h
}
