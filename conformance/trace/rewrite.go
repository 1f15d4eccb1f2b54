package trace

import "net/http"

// Rewritten returns a copy in which every text that came from outside went through text. Names of members, events and
// headers stay.
func (r Record) Rewritten(text func(string) string) Record {
	if run := r.Run; run != nil {
		copied := run.rewritten(text)
		r.Run = &copied
	}
	if b := r.Begin; b != nil {
		copied := *b
		copied.RunID, copied.RunUUID, copied.Inbox, copied.Key = text(b.RunID), text(b.RunUUID), text(b.Inbox), text(b.Key)
		copied.Lost = b.Lost.rewritten(text)
		r.Begin = &copied
	}
	if q := r.Request; q != nil {
		copied := *q
		copied.URL, copied.Header, copied.Body, copied.Lost = text(q.URL), headers(q.Header, text), Body(text(string(q.Body))), q.Lost.rewritten(text)
		if a := q.Answer; a != nil {
			copied.Answer = &Answered{a.Status, headers(a.Header, text), Body(text(string(a.Body)))}
		}
		r.Request = &copied
	}
	if c := r.Callback; c != nil {
		copied := *c
		copied.Path, copied.Header, copied.Body = text(c.Path), headers(c.Header, text), Body(text(string(c.Body)))
		r.Callback = &copied
	}
	if p := r.Passed; p != nil {
		r.Passed = &Passed{p.For, p.Most, p.Lost.rewritten(text)}
	}
	if s := r.Signature; s != nil {
		r.Signature = &Signature{s.Callback, text(s.Secret), s.OK}
	}
	if o := r.Over; o != nil {
		copied := *o
		copied.Running = texts(o.Running, text)
		r.Over = &copied
	}
	return r
}

func (r Run) rewritten(text func(string) string) Run {
	t := &r.Target
	r.Inbox, t.Name, t.BaseURL, t.Hidden = text(r.Inbox), text(t.Name), text(t.BaseURL), texts(t.Hidden, text)
	accounts := make([]Account, len(t.Accounts))
	for i, account := range t.Accounts {
		accounts[i] = Account{account.Name, values(account.Fields, text)}
	}
	t.Accounts, t.Numbers, t.IDs = accounts, values(t.Numbers, text), values(t.IDs, text)
	if s := t.Safety; s != nil {
		t.Safety = &Safety{texts(s.MayDial, text), s.MaxCalls}
	}
	return r
}

func (l *Lost) rewritten(text func(string) string) *Lost {
	if l == nil {
		return nil
	}
	return &Lost{l.Kind, text(l.Why)}
}

func headers(from http.Header, text func(string) string) http.Header {
	if from == nil {
		return nil
	}
	to := make(http.Header, len(from))
	for name, list := range from {
		to[name] = texts(list, text)
	}
	return to
}

func values(from map[string]string, text func(string) string) map[string]string {
	to := make(map[string]string, len(from))
	for name, value := range from {
		to[name] = text(value)
	}
	return to
}

func texts(from []string, text func(string) string) []string {
	var to []string
	for _, one := range from {
		to = append(to, text(one))
	}
	return to
}
