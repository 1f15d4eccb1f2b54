package engine

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
)

// A visit is one request on its way through a site.
type visit struct {
	Request
	site    *site
	route   *route // nil: none was found
	raw     *scratch
	value   any  // the body as JSON
	parsed  bool // it is JSON
	fault   bool // the reply was arranged, and is not judged
	ours    bool // the failure is of this fake alone: no document knows it
	note    string
	plan    plan                // of the faults
	picks   []pick              // of chaos, for the reply
	choices []Choice            // those that had their effect
	writer  http.ResponseWriter // whose deadlines a fault lifts; nothing is written to it here
}

// ServeHTTP answers one request. Everything that can go wrong is answered in
// the provider's own form.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isRecording(r.URL.Path) {
		s.recording(w, r)
		return
	}
	if line, ok := s.provider.Lines[r.URL.Path]; ok {
		s.line(w, r, line)
		return
	}
	raw, out := buffer(), buffer()
	v := &visit{site: s, raw: raw, writer: w, Request: Request{Provider: s.provider, HTTP: r, Base: s.base(r)}}
	waits := false
	// What the request set in motion is let go in any case.
	defer func() {
		if len(v.hold.slots) > 0 && !waits {
			v.hold.release()
		}
		release(raw)
		release(out)
	}()

	reply := v.answer()
	reply.Header = v.joined(reply.Header)
	var a outgoing
	if !v.plan.hang {
		a = v.finish(reply, out)
	}
	v.hold.await(r.Context(), s.fake.options.Patience)
	s.fake.journal.add(v.entry(&a))
	if v.route != nil {
		v.route.tally.count(a.status)
	} else {
		s.strays.count(a.status)
	}
	switch {
	case v.plan.hang:
		v.hang(w)
	case v.plan.manner.ends():
		v.plan.manner.cut(w, r, &a)
		return
	}
	a.write(w, r)
	if len(v.hold.slots) == 0 {
		return
	}
	// The client has its answer before anybody is called back about it.
	if waits = afterAnswer(r.Context(), len(a.body), v.hold.release); !waits {
		http.NewResponseController(w).Flush()
	}
}

// answer asks the operation, unless something stands in the way.
func (v *visit) answer() (reply Reply) {
	defer func() {
		if problem := recover(); problem != nil {
			v.site.log.Error("a provider's function panicked", "provider", v.Provider.Spec.Name, "operation", v.name(), "panic", problem, "stack", string(debug.Stack()))
			v.note = "the operation panicked; the log has the stack"
			v.ashamed(fmt.Sprintf("operation %s panicked: %v", v.name(), problem))
			reply = v.fail(&Failure{Kind: Broken})
			if v.Sandbox == nil {
				v.enter(nil)
			}
		}
	}()
	arranged, err := v.admit()
	v.disquiet()
	if err != nil {
		return v.fail(err)
	}
	if arranged != nil {
		return *arranged
	}
	v.outdated()
	reply, err = v.route.run(&v.Request)
	if err != nil {
		if v.hold.fault > 0 {
			v.note = fmt.Sprintf("fault %d had it refused", v.hold.fault)
		}
		return v.fail(err)
	}
	if v.broken() {
		return v.fail(&Failure{Kind: Broken})
	}
	return reply
}

// joined adds the fields that go with every reply of this request.
func (v *visit) joined(own http.Header) http.Header {
	if len(v.Answer) == 0 {
		return own
	}
	maps.Copy(v.Answer, own)
	return v.Answer
}

// fail renders an error in the provider's form.
func (v *visit) fail(err error) Reply {
	var failed *Failure
	if !errors.As(err, &failed) {
		v.note = err.Error()
		v.site.log.Error("an operation failed", "provider", v.Provider.Spec.Name, "operation", v.name(), "error", err)
		v.ashamed("operation " + v.name() + " failed: " + err.Error())
		failed = &Failure{Kind: Broken}
	}
	if v.note == "" {
		v.note = failed.Error()
	}
	v.ours = failed.Kind == BadSandbox || failed.Kind == Full
	return v.site.failure(v.asked(failed))
}

// asked adds to a failure what was asked for.
func (v *visit) asked(failed *Failure) *Failure {
	told := *failed
	told.Operation = v.Operation
	return &told
}

// failure renders a failure in the provider's form, with the header fields
// that it carries.
func (s *site) failure(failed *Failure) Reply {
	reply := s.provider.Fail(failed)
	for name, values := range failed.Header {
		if reply.Header.Get(name) == "" {
			reply.Header = withHeader(reply.Header, name, values[0])
		}
	}
	return reply
}

// finish renders the reply and judges it by the document; one that breaks the
// document is replaced by a failure that says where.
func (v *visit) finish(reply Reply, out *scratch) outgoing {
	a, err := render(reply, out)
	if err == nil {
		if shame := v.shame(&a); shame != "" {
			err = errors.New(shame)
		} else {
			v.behave(&a)
			if err = v.plan.manner.dress(&a); err == nil {
				return a
			}
		}
	}
	v.note = "operation " + v.name() + " broke the document: " + err.Error()
	v.ashamed(v.note)
	v.site.log.Error("a reply breaks the document", "provider", v.Provider.Spec.Name, "operation", v.name(), "problem", err)
	out.Reset()
	a, err = render(v.Provider.Fail(v.asked(&Failure{Kind: Broken, Reason: v.note})), out)
	if err != nil {
		return outgoing{status: http.StatusInternalServerError}
	}
	return a
}

// shame says what is wrong with a reply; "" if nothing is, or if it was
// arranged to be wrong or is nothing that the document speaks of.
func (v *visit) shame(a *outgoing) string {
	if v.route == nil || v.fault || v.ours {
		return ""
	}
	p := v.route.promised(a.status)
	if p == nil {
		// The documents do not list every failure of every operation.
		if a.status >= 400 {
			return ""
		}
		return "its status is not in the document"
	}
	if !p.due(v.site.strict) {
		return ""
	}
	if wrong := p.judge(a.header, a.body, v.route.options); wrong != "" {
		return wrong
	}
	return ""
}

// name is the operationId, or "" where no operation was found.
func (v *visit) name() string {
	if v.Operation == nil {
		return ""
	}
	return v.Operation.ID
}

// entry is what the journal keeps of the visit.
func (v *visit) entry(a *outgoing) *Entry {
	e := &Entry{
		At:        v.Sandbox.Now(),
		Sandbox:   v.Sandbox.Name(),
		Provider:  v.Provider.Spec.Name,
		Operation: v.name(),
		Account:   v.Account.Name,
		Method:    v.HTTP.Method,
		Status:    a.status,
		Note:      v.note,
		Faults:    v.plan.faults,
		Chaos:     v.unsettled(),
	}
	e.Note = alsoChosen(e.Note, e.Chaos)
	sent := half{header: v.HTTP.Header, body: v.raw.Bytes(), value: v.value, parsed: v.parsed}
	answer := half{header: a.header, body: a.body, ours: v.route != nil && !v.fault && !v.plan.manner.malformed && len(v.choices) == 0}
	if a.header.Get("Content-Type") == "" {
		answer.kind = a.kind()
	}
	if v.route != nil {
		sent.secret, answer.secret = v.route.takes, v.route.gives
		if answer.secret {
			answer.value, answer.parsed = decode(a.body)
		}
	}
	v.site.redact.note(e, "", v.HTTP.URL, sent, answer)
	return e
}
