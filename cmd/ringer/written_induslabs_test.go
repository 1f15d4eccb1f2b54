package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// writtenInduslabs are mutants of what no member of a document shows: each
// quirk, boundary and filter, one at a time.
func writtenInduslabs() []tampering {
	return slices.Concat(signingIn(), creating(), filtering(), paging(), owning(), polling(), pushing(), listing())
}

func signingIn() []tampering {
	as := func(name string, fits func(email, password string) bool) tampering {
		return sent(name, "login", func(body map[string]any) bool {
			email, _ := body["email"].(string)
			password, _ := body["password"].(string)
			if body["email"] == nil || body["password"] == nil || !fits(email, password) {
				return false
			}
			body["email"], body["password"] = "user@example.com", "your_password"
			return true
		}, nil)
	}
	return []tampering{
		as("login/any password does", func(e, p string) bool { return e == "user@example.com" && p != "your_password" }),
		as("login/an unknown email does", func(e, _ string) bool {
			return !slices.Contains([]string{"user@example.com", "other@example.com", "inactive@example.com", "unverified@example.com", "lapsed@example.com"}, e)
		}),
		as("login/an inactive user may", func(e, _ string) bool { return e == "inactive@example.com" }),
		as("login/an unverified user may", func(e, _ string) bool { return e == "unverified@example.com" }),
		{name: "login/a header is needed", after: func(x *passing) bool {
			if !x.is("login") || x.request.Header.Get("Authorization") != "" {
				return false
			}
			x.status, x.body = 401, map[string]any{"detail": "Not authenticated"}
			return true
		}},
		replied("login/tokens are opaque", "login", func(_ *passing, body map[string]any) bool {
			return put(body, "opaque", "data", "refresh_token")
		}),
		sent("login/the email is not needed", "login", func(body map[string]any) bool {
			if body["email"] != nil {
				return false
			}
			body["email"] = "user@example.com"
			return true
		}, nil),
		sent("login/the password is not needed", "login", func(body map[string]any) bool {
			if body["password"] != nil {
				return false
			}
			body["password"] = "your_password"
			return true
		}, nil),
		{name: "everything/served elsewhere", after: func(x *passing) bool {
			if x.operation == nil {
				return false
			}
			x.status, x.body = 404, map[string]any{"detail": "Not Found"}
			return true
		}},
		{name: "everything/sent as text", after: func(x *passing) bool {
			if x.operation == nil {
				return false
			}
			x.header.Set("Content-Type", "text/plain")
			return true
		}},
		tokened("createClick2Call/no token is needed", "createClick2Call", func(s string) bool { return s == "" }),
		tokened("listRecentCalls/no token is needed", "listRecentCalls", func(s string) bool { return s == "" }),
		tokened("getCallTranscript/no token is needed", "getCallTranscript", func(s string) bool { return s == "" }),
		stranger("createClick2Call"), stranger("listRecentCalls"), stranger("getCallTranscript"),
		{name: "everything/another scheme than Bearer", after: func(x *passing) bool {
			if x.operation == nil || x.operation.ID == "login" || !bearer(x.request.Header.Get("Authorization")) {
				return false
			}
			x.status, x.body = 401, map[string]any{"detail": "Not authenticated"}
			return true
		}},
	}
}

// stranger lets any token do whose account the fake does not know.
func stranger(operation string) tampering {
	f := tampering{name: operation + "/any token does"}
	f.after = func(x *passing) bool {
		x.learnToken()
		if !x.is(operation) || x.status != http.StatusUnauthorized || !bearer(x.request.Header.Get("Authorization")) {
			return false
		}
		token, ok := x.proxy.recall("token of main " + x.sandbox()).(string)
		if !ok {
			return false
		}
		x.request.Header.Set("Authorization", "Bearer "+token)
		return x.again()
	}
	return f
}

func creating() []tampering {
	const op = "createClick2Call"
	instead := func(name, member string, value any, fits func(body map[string]any) bool) tampering {
		return sent(op+"/"+name, op, func(body map[string]any) bool {
			if !fits(body) {
				return false
			}
			body[member] = value
			if value == nil {
				delete(body, member)
			}
			return true
		}, nil)
	}
	echoed := func(member string, change func(any) (any, bool)) tampering {
		return replied(op+"/"+member+" is told back wrong", op, func(_ *passing, body map[string]any) bool {
			changed, ok := change(at(body, "data", member))
			return ok && put(body, changed, "data", member)
		})
	}
	longer := func(v any) (any, bool) { s, ok := v.(string); return s + "0", ok }
	phone := func(body map[string]any) bool {
		s, _ := body["agent_number"].(string)
		return !strings.HasPrefix(s, "AGT_")
	}
	refused := func(name string, fits func(x *passing) bool) tampering {
		return tampering{name: op + "/" + name, after: func(x *passing) bool {
			if !x.is(op) || x.status != http.StatusOK || !fits(x) {
				return false
			}
			x.status = http.StatusUnprocessableEntity
			x.body = map[string]any{"detail": []any{map[string]any{"loc": []any{"body"}, "msg": "refused", "type": "value_error"}}}
			return true
		}}
	}
	return []tampering{
		instead("did is not needed", "did", "919484956750", func(b map[string]any) bool { return b["did"] == nil && phone(b) }),
		refused("did is needed by voice agents too", func(x *passing) bool { return x.sentBody["did"] == nil }),
		instead("customer_number is not needed", "customer_number", "919999999999", func(b map[string]any) bool { return b["customer_number"] == nil }),
		instead("agent_number is not needed", "agent_number", "918888888888", func(b map[string]any) bool { return b["agent_number"] == nil && b["customer_number"] != nil }),
		instead("a number may be no string", "customer_number", "919999999999", func(b map[string]any) bool { _, ok := b["customer_number"].(json.Number); return ok }),
		instead("any callback_url does", "callback_url", nil, func(b map[string]any) bool {
			s, ok := b["callback_url"].(string)
			u, err := url.Parse(s)
			return ok && (err != nil || u.Host == "")
		}),
		refused("callback_url is needed", func(x *passing) bool { return x.sentBody["callback_url"] == nil }),
		instead("a word is a boolean", "transcript", true, func(b map[string]any) bool { _, ok := b["transcript"].(string); return ok }),
		instead("transcript defaults to true", "transcript", true, func(b map[string]any) bool { return b["transcript"] == nil }),
		refused("transcript is needed", func(x *passing) bool { return x.sentBody["transcript"] == nil }),
		refused("transcript_language is needed", func(x *passing) bool {
			return x.sentBody["transcript_language"] == nil && x.sentBody["transcript"] == true
		}),
		refused("transcript_language is refused", func(x *passing) bool { return x.sentBody["transcript_language"] != nil }),
		refused("agent_config is refused", func(x *passing) bool { return x.sentBody["agent_config"] != nil }),
		refused("agent_config is refused to phone numbers", func(x *passing) bool { return x.sentBody["agent_config"] != nil && phone(x.sentBody) }),
		refused("agent_config is needed by voice agents", func(x *passing) bool { return x.sentBody["agent_config"] == nil && !phone(x.sentBody) }),
		refused("twelve digits are too many", func(x *passing) bool { s, _ := x.sentBody["customer_number"].(string); return len(s) == 12 }),
		replied(op+"/agent_config changes the call", op, func(x *passing, body map[string]any) bool {
			return x.sentBody["agent_config"] != nil && phone(x.sentBody) && put(body, nil, "data", "did")
		}),
		{name: op + "/agent_config makes it another kind of call", after: func(x *passing) bool {
			if x.is(op) && x.sentBody["agent_config"] != nil && phone(x.sentBody) {
				x.proxy.remember(text(at(x.body, "data", "call_id")), true)
			}
			return x.is("listRecentCalls") && each(x.body, func(c map[string]any) bool {
				if x.proxy.recall(text(c["call_id"])) == nil {
					return false
				}
				c["call_type"] = "agent_telephony"
				return true
			})
		}},
		echoed("did", longer),
		echoed("callback_url", longer),
		echoed("transcript_language", longer),
		echoed("transcript", func(v any) (any, bool) { b, ok := v.(bool); return !b, ok }),
		{name: op + "/an inactive user may", before: func(x *passing) {
			// The token of the lapsed user is good for main's.
			if x.is(op) && x.proxy.recall("lapsed "+x.request.Header.Get("Authorization")) != nil {
				if token, ok := x.proxy.recall("token of main " + x.sandbox()).(string); ok {
					x.request.Header.Set("Authorization", "Bearer "+token)
					x.altered = true
				}
			}
		}, after: func(x *passing) bool {
			x.learnToken()
			if token, ok := at(x.body, "data", "access_token").(string); ok && x.sentBody["email"] == "lapsed@example.com" {
				x.proxy.remember("lapsed Bearer "+token, true)
				if x.proxy.recall("token of main "+x.sandbox()) == nil {
					x.signInMain()
				}
			}
			return x.altered
		}},
		replied(op+"/two calls have one id", op, func(x *passing, body map[string]any) bool {
			first := x.proxy.recall("first id " + x.sandbox())
			if first == nil {
				x.proxy.remember("first id "+x.sandbox(), at(body, "data", "call_id"))
				return false
			}
			return put(body, first, "data", "call_id")
		}),
	}
}

func filtering() []tampering {
	const op = "listRecentCalls"
	restore := func(param string) func(*passing, url.Values) {
		return func(x *passing, was url.Values) { put(x.body, was.Get(param), "data", "filters", param) }
	}
	var list []tampering
	for _, param := range []string{"status", "call_type", "transcript_status", "customer_number", "agent_number", "did", "date_from", "date_to"} {
		list = append(list, asked(op+"/"+param+" is ignored", op, func(q url.Values) bool {
			had := q.Has(param) && !strings.Contains(q.Get(param), "no-date")
			q.Del(param)
			return had
		}, restore(param)))
		list = append(list, replied(op+"/"+param+" is told back wrong", op, func(_ *passing, body map[string]any) bool {
			s, ok := at(body, "data", "filters", param).(string)
			return ok && put(body, s+"x", "data", "filters", param)
		}))
	}
	words := map[string][]string{
		"status":            {"queued", "completed", "failed", "Answered"},
		"call_type":         {"C2C", "agent_telephony", "outbound"},
		"transcript_status": {"pending", "processing", "ready", "disabled", "failed"},
	}
	for param, known := range words {
		list = append(list,
			asked(op+"/"+param+" minds no letter case", op, func(q url.Values) bool {
				i := slices.IndexFunc(known, func(w string) bool { return strings.EqualFold(w, q.Get(param)) })
				if i < 0 || known[i] == q.Get(param) {
					return false
				}
				q.Set(param, known[i])
				return true
			}, restore(param)),
		)
		if param != "transcript_status" { // of which nothing is said about parts
			list = append(list, asked(op+"/"+param+" takes a part of the word", op, func(q url.Values) bool {
				part := q.Get(param)
				i := slices.IndexFunc(known, func(w string) bool { return part != "" && part != w && strings.Contains(w, part) })
				if i < 0 {
					return false
				}
				q.Set(param, known[i])
				return true
			}, restore(param)))
		}
		for _, w := range known {
			list = append(list, asked(op+"/"+param+" does not know "+w, op, func(q url.Values) bool {
				if q.Get(param) != w {
					return false
				}
				q.Set(param, "nothing-has-this")
				return true
			}, restore(param)))
		}
	}
	for param, member := range map[string]string{"customer_number": "customer_number", "agent_number": "agent_number", "did": "did"} {
		list = append(list,
			narrowed(op+"/"+param+" wants the whole value", param, func(c map[string]any, given string) bool { return text(c[member]) == given }),
			narrowed(op+"/"+param+" wants the beginning", param, func(c map[string]any, given string) bool {
				return strings.HasPrefix(strings.ToLower(text(c[member])), strings.ToLower(given))
			}),
			narrowed(op+"/"+param+" wants the end", param, func(c map[string]any, given string) bool {
				return strings.HasSuffix(strings.ToLower(text(c[member])), strings.ToLower(given))
			}),
		)
	}
	list = append(list,
		narrowed(op+"/agent_number minds letter case", "agent_number", func(c map[string]any, given string) bool {
			return strings.Contains(text(c["agent_number"]), given)
		}),
		narrowed(op+"/agent_number finds no AGT_ id", "agent_number", func(c map[string]any, _ string) bool {
			return !strings.HasPrefix(text(c["agent_number"]), "AGT_")
		}),
		narrowed(op+"/date_from leaves its own moment out", "date_from", func(c map[string]any, given string) bool { return text(c["created_at"]) != given }),
		narrowed(op+"/date_to leaves its own moment out", "date_to", func(c map[string]any, given string) bool { return text(c["created_at"]) != given }),
		asked(op+"/dates are taken for days", op, func(q url.Values) bool {
			did := false
			for _, param := range []string{"date_from", "date_to"} {
				if t, err := time.Parse(time.RFC3339, q.Get(param)); err == nil {
					day := t.Truncate(24 * time.Hour)
					if param == "date_to" {
						day = day.Add(24*time.Hour - time.Second)
					}
					q.Set(param, day.Format(time.RFC3339))
					did = true
				}
			}
			return did
		}, func(x *passing, was url.Values) {
			for _, param := range []string{"date_from", "date_to"} {
				if was.Has(param) {
					put(x.body, was.Get(param), "data", "filters", param)
				}
			}
		}),
		asked(op+"/a date that cannot be read is ignored", op, func(q url.Values) bool {
			did := false
			for _, param := range []string{"date_from", "date_to"} {
				if given := q.Get(param); given != "" && !strings.HasPrefix(given, "20") {
					q.Del(param)
					did = true
				}
			}
			return did
		}, nil),
		tampering{name: op + "/a date with Z is refused", after: func(x *passing) bool {
			q := x.request.URL.Query()
			if !x.is(op) || !strings.HasSuffix(q.Get("date_from")+q.Get("date_to"), "Z") {
				return false
			}
			x.status, x.body = http.StatusUnprocessableEntity, map[string]any{"detail": []any{map[string]any{"loc": []any{"query"}, "msg": "no", "type": "date"}}}
			return true
		}},
	)
	return list
}

// narrowed lets fewer calls through a filter than the fake does.
func narrowed(name, param string, keep func(call map[string]any, given string) bool) tampering {
	return replied(name, "listRecentCalls", func(x *passing, body map[string]any) bool {
		given := x.request.URL.Query().Get(param)
		return given != "" && kept(body, func(c map[string]any) bool { return keep(c, given) })
	})
}

func paging() []tampering {
	const op = "listRecentCalls"
	swap := func(name, param, is, becomes string) tampering {
		return asked(op+"/"+name, op, func(q url.Values) bool {
			if q.Get(param) != is {
				return false
			}
			q.Set(param, becomes)
			return true
		}, func(x *passing, was url.Values) {
			if x.status == http.StatusOK {
				put(x.body, json.Number(was.Get(param)), "data", param)
			}
		})
	}
	return []tampering{
		swap("a limit of 200 is refused", "limit", "200", "201"),
		swap("a limit of 201 is taken", "limit", "201", "200"),
		swap("a limit of 1 is refused", "limit", "1", "0"),
		swap("a limit of 0 is taken", "limit", "0", "1"),
		swap("a page of 0 is taken", "page", "0", "1"),
		swap("a page of 1 is refused", "page", "1", "0"),
		asked(op+"/the default limit is 10", op, func(q url.Values) bool {
			had := q.Has("limit")
			if !had {
				q.Set("limit", "10")
			}
			return !had
		}, func(x *passing, _ url.Values) {
			if x.status == http.StatusOK {
				put(x.body, json.Number("20"), "data", "limit")
			}
		}),
		asked(op+"/the default page is 2", op, func(q url.Values) bool {
			had := q.Has("page")
			if !had {
				q.Set("page", "2")
			}
			return !had
		}, func(x *passing, _ url.Values) {
			if x.status == http.StatusOK {
				put(x.body, json.Number("1"), "data", "page")
			}
		}),
		asked(op+"/pages are counted from 0", op, func(q url.Values) bool {
			page := q.Get("page")
			switch page {
			case "", "1":
				page = "2"
			case "2":
				page = "3"
			default:
				return false
			}
			q.Set("page", page)
			return true
		}, func(x *passing, was url.Values) {
			page := was.Get("page")
			if page == "" {
				page = "1"
			}
			if x.status == http.StatusOK {
				put(x.body, json.Number(page), "data", "page")
			}
		}),
		asked(op+"/limit is ignored", op, func(q url.Values) bool {
			had := q.Has("limit") && q.Get("limit") != "200" && q.Get("limit") != "201" && q.Get("limit") != "0"
			if had {
				q.Set("limit", "200")
			}
			return had
		}, func(x *passing, was url.Values) { put(x.body, json.Number(was.Get("limit")), "data", "limit") }),
		replied(op+"/has_more counts the last page", op, func(_ *passing, body map[string]any) bool {
			d := body["data"].(map[string]any)
			if number(d["page"])*number(d["limit"]) != number(d["total"]) {
				return false
			}
			d["has_more"] = true
			return true
		}),
		replied(op+"/has_more is never", op, func(_ *passing, body map[string]any) bool {
			was := at(body, "data", "has_more")
			put(body, false, "data", "has_more")
			return was == true
		}),
		replied(op+"/has_more is always", op, func(_ *passing, body map[string]any) bool {
			was := at(body, "data", "has_more")
			put(body, true, "data", "has_more")
			return was == false
		}),
		replied(op+"/total is that of the page", op, func(_ *passing, body map[string]any) bool {
			calls, _ := at(body, "data", "calls").([]any)
			was := number(at(body, "data", "total"))
			put(body, json.Number(itoa(len(calls))), "data", "total")
			return was != int64(len(calls))
		}),
		replied(op+"/total is one too many", op, func(_ *passing, body map[string]any) bool {
			return put(body, json.Number(itoa(int(number(at(body, "data", "total")))+1)), "data", "total")
		}),
		replied(op+"/limit tells how many there are", op, func(_ *passing, body map[string]any) bool {
			calls, _ := at(body, "data", "calls").([]any)
			was := number(at(body, "data", "limit"))
			put(body, json.Number(itoa(max(1, len(calls)))), "data", "limit")
			return was != int64(max(1, len(calls)))
		}),
		replied(op+"/page is always 1", op, func(_ *passing, body map[string]any) bool {
			was := number(at(body, "data", "page"))
			put(body, json.Number("1"), "data", "page")
			return was != 1
		}),
		replied(op+"/a full page lacks one", op, func(_ *passing, body map[string]any) bool {
			calls, _ := at(body, "data", "calls").([]any)
			if int64(len(calls)) != number(at(body, "data", "limit")) || len(calls) < 2 {
				return false
			}
			return put(body, calls[:len(calls)-1], "data", "calls")
		}),
		replied(op+"/oldest first", op, func(_ *passing, body map[string]any) bool {
			calls, _ := at(body, "data", "calls").([]any)
			slices.Reverse(calls)
			return len(calls) > 1
		}),
	}
}

func owning() []tampering {
	return []tampering{
		asMain("listRecentCalls/shows everybody's calls", "listRecentCalls"),
		asMain("getCallTranscript/shows everybody's calls", "getCallTranscript"),
		{name: "getCallTranscript/an unknown call is there", after: func(x *passing) bool {
			if id := at(x.body, "data", "call_id"); x.is("createClick2Call") && id != nil {
				x.proxy.remember("a call "+x.sandbox(), id)
			}
			known, ok := x.proxy.recall("a call " + x.sandbox()).(string)
			if !x.is("getCallTranscript") || x.status != http.StatusNotFound {
				return false
			}
			if !ok {
				known = "call_ab12cd34ef56gh78"
			}
			x.request.URL.Path = "/api/calls/" + known + "/transcript"
			return x.again()
		}},
		{name: "getCallTranscript/another's call is unknown", after: func(x *passing) bool {
			if !x.is("getCallTranscript") || x.status != http.StatusForbidden {
				return false
			}
			x.status = http.StatusNotFound
			return true
		}},
	}
}

// asMain answers another user as if it were main.
func asMain(name, operation string) tampering {
	return tampering{
		name: name,
		before: func(x *passing) {
			if who := x.proxy.recall("user " + x.request.Header.Get("Authorization")); !x.is(operation) || who == nil || who == "user@example.com" {
				return
			}
			if token, ok := x.proxy.recall("token of main " + x.sandbox()).(string); ok {
				x.request.Header.Set("Authorization", "Bearer "+token)
				x.altered = true
			}
		},
		after: func(x *passing) bool {
			x.learnToken()
			if token, ok := at(x.body, "data", "access_token").(string); ok {
				x.proxy.remember("user Bearer "+token, x.sentBody["email"])
			}
			return x.altered
		},
	}
}

func polling() []tampering {
	const op = "getCallTranscript"
	when := func(state string, change func(d map[string]any) bool) func(*passing, map[string]any) bool {
		return func(_ *passing, body map[string]any) bool {
			d, ok := body["data"].(map[string]any)
			return ok && (state == "" || d["transcript_status"] == state) && change(d)
		}
	}
	return []tampering{
		replied(op+"/numbers in full", op, when("", func(d map[string]any) bool {
			d["customer_number"], d["agent_number"] = "919999999999", "918888888888"
			return true
		})),
		replied(op+"/the customer's number in full", op, when("", func(d map[string]any) bool { return unmask(d, "customer_number") })),
		replied(op+"/the agent's number in full", op, when("", func(d map[string]any) bool { return unmask(d, "agent_number") })),
		replied(op+"/four characters hidden", op, when("", func(d map[string]any) bool {
			return swapText(d, "customer_number", "xxxxx", "xxxx9")
		})),
		replied(op+"/six characters hidden", op, when("", func(d map[string]any) bool {
			s := text(d["customer_number"])
			d["customer_number"] = "xxxxxx" + strings.TrimPrefix(s, "xxxxx")[1:]
			return true
		})),
		replied(op+"/stars for letters", op, when("", func(d map[string]any) bool { return swapText(d, "customer_number", "xxxxx", "*****") })),
		replied(op+"/capital letters", op, when("", func(d map[string]any) bool { return swapText(d, "agent_number", "xxxxx", "XXXXX") })),
		replied(op+"/recording null while pending", op, when("pending", func(d map[string]any) bool { d["recording"] = nil; return true })),
		replied(op+"/recording a URL while pending", op, when("pending", func(d map[string]any) bool { d["recording"] = "https://example.org/r.wav"; return true })),
		replied(op+"/duration 0 while pending", op, when("pending", func(d map[string]any) bool { d["duration"] = "0"; return true })),
		replied(op+"/pending is processing from the first", op, func(_ *passing, body map[string]any) bool {
			if at(body, "data", "transcript_status") != "pending" {
				return false
			}
			return put(body, "processing", "data", "transcript_status")
		}),
		replied(op+"/ready from the first", op, func(_ *passing, body map[string]any) bool {
			if at(body, "data", "transcript_status") != "pending" {
				return false
			}
			body["message"] = "Transcript found"
			return put(body, "ready", "data", "transcript_status")
		}),
		replied(op+"/durations with a unit", op, when("ready", func(d map[string]any) bool { d["duration"] = text(d["duration"]) + "s"; return true })),
		replied(op+"/recording a path", op, when("ready", func(d map[string]any) bool { d["recording"] = "/recordings/r.wav"; return true })),
		replied(op+"/an empty transcript_id", op, func(_ *passing, body map[string]any) bool {
			return put(body, "", "data", "transcript", "transcript_id")
		}),
		replied(op+"/createdAt with an offset", op, func(_ *passing, body map[string]any) bool {
			s, ok := at(body, "data", "transcript", "createdAt").(string)
			return ok && put(body, strings.Replace(s, "Z", "+00:00", 1), "data", "transcript", "createdAt")
		}),
		replied(op+"/updatedAt without a zone", op, func(_ *passing, body map[string]any) bool {
			s, ok := at(body, "data", "transcript", "updatedAt").(string)
			return ok && put(body, strings.TrimSuffix(s, "Z"), "data", "transcript", "updatedAt")
		}),
		replied(op+"/a failed one has no reason", op, when("failed", func(d map[string]any) bool { d["error"] = ""; return true })),
		replied(op+"/a failed one says another reason", op, when("failed", func(d map[string]any) bool { d["error"] = "Something else"; return true })),
		replied(op+"/a failed one loses the duration", op, when("failed", func(d map[string]any) bool { was := d["duration"]; d["duration"] = nil; return was != nil })),
		replied(op+"/a failed one loses the recording", op, when("failed", func(d map[string]any) bool { was := d["recording"]; d["recording"] = nil; return was != nil })),
		replied(op+"/a failed one is told as in the callback", op, func(_ *passing, body map[string]any) bool {
			if at(body, "data", "transcript_status") != "failed" {
				return false
			}
			body["status_code"], body["error"] = json.Number("500"), at(body, "data", "error")
			return true
		}),
		replied(op+"/a ready one is told as in the callback", op, func(_ *passing, body map[string]any) bool {
			if at(body, "data", "transcript_status") != "ready" {
				return false
			}
			body["message"] = "Transcript ready"
			return true
		}),
		replied(op+"/an error beside a ready one", op, when("ready", func(d map[string]any) bool { d["error"] = "none"; return true })),
		replied(op+"/another call's id", op, when("", func(d map[string]any) bool { d["call_id"] = "call_0000000000000000"; return true })),
		{name: op + "/the first answer for ever", after: func(x *passing) bool {
			if !x.is(op) || x.status != http.StatusOK {
				return false
			}
			key := x.sandbox() + x.request.URL.Path
			if first := x.proxy.recall(key); first != nil {
				x.body = first
				return true
			}
			x.proxy.remember(key, x.body)
			return false
		}},
		{name: op + "/ready before the call has ended", after: func(x *passing) bool {
			if x.is("listRecentCalls") {
				return each(x.body, func(c map[string]any) bool {
					if c["transcript_status"] == "pending" && x.proxy.recall("polled "+text(c["call_id"])) != nil {
						c["transcript_status"] = "processing"
						return true
					}
					return false
				})
			}
			if x.is(op) && at(x.body, "data", "transcript_status") == "pending" {
				x.proxy.remember("polled "+text(at(x.body, "data", "call_id")), true)
				put(x.body, "processing", "data", "transcript_status")
				return true
			}
			return false
		}},
	}
}

func pushing() []tampering {
	data := func(change func(d map[string]any) bool) func(map[string]any) bool {
		return func(body map[string]any) bool {
			d, ok := body["data"].(map[string]any)
			return ok && change(d)
		}
	}
	var list []tampering
	for _, event := range []string{"call.completed", "call.failed", "transcript.ready", "transcript.failed", "transcript.disabled"} {
		list = append(list,
			told(event+"/the number in full", event, data(func(d map[string]any) bool { return unmask(d, "customer_number") })),
			told(event+"/the agent's number in full", event, data(func(d map[string]any) bool { return unmask(d, "agent_number") })),
		)
	}
	return append(list,
		told("call.completed/says pending", "call.completed", data(func(d map[string]any) bool {
			was := d["transcript_status"]
			d["transcript_status"] = "pending"
			return was == "processing"
		})),
		told("call.completed/without its recording", "call.completed", data(func(d map[string]any) bool { d["recording"] = "pending"; return true })),
		told("call.completed/a duration with a unit", "call.completed", data(func(d map[string]any) bool { d["duration"] = text(d["duration"]) + "s"; return true })),
		told("transcript.failed/no reason at the top", "transcript.failed", func(b map[string]any) bool { b["error"] = ""; return true }),
		told("transcript.failed/two reasons", "transcript.failed", func(b map[string]any) bool { b["error"] = text(b["error"]) + "."; return true }),
		told("transcript.failed/told as in the poll", "transcript.failed", func(b map[string]any) bool {
			b["status_code"], b["error"] = json.Number("200"), nil
			return true
		}),
		told("every event/another call's id", "", data(func(d map[string]any) bool { d["call_id"] = "call_0000000000000000"; return true })),
		tampering{name: "every event/sent with PUT", push: func(p *proxy, one pushed) ([]pushed, bool) {
			one.method = http.MethodPut
			return []pushed{one}, true
		}},
		tampering{name: "every event/sent as text", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.header = one.header.Clone()
			one.header.Set("Content-Type", "text/plain")
			return []pushed{one}, true
		}},
		tampering{name: "every event/to the last address where none was given", after: func(x *passing) bool {
			if !x.is("createClick2Call") || x.status != http.StatusOK {
				return false
			}
			if given := text(x.sentBody["callback_url"]); given != "" {
				x.proxy.remember("address "+x.sandbox(), strings.TrimPrefix(given, x.proxy.server.URL+"/-inbox"))
				return false
			}
			path, ok := x.proxy.recall("address " + x.sandbox()).(string)
			if !ok {
				return false
			}
			x.proxy.deliver(path, map[string]any{
				"status_code": 200, "message": "Call completed", "error": nil, "event": "call.completed",
				"data": map[string]any{
					"call_id": at(x.body, "data", "call_id"), "transcript_status": "disabled", "customer_number": "xxxxx9999999",
					"agent_number": "xxxxx8888888", "duration": "52", "recording": "https://example.org/r.wav", "transcript": nil,
				},
			})
			return true
		}},
		tampering{
			name: "call.completed/before the list shows it",
			push: func(p *proxy, one pushed) ([]pushed, bool) {
				if one.event == "call.completed" {
					p.remember("told "+text(at(one.body, "data", "call_id")), true)
				}
				return nil, false
			},
			after: func(x *passing) bool {
				return x.is("listRecentCalls") && each(x.body, func(c map[string]any) bool {
					if x.proxy.remember("told "+text(c["call_id"]), nil) == nil {
						return false
					}
					c["status"], c["duration"], c["answer_duration"], c["recording"], c["recording_url"] = "queued", nil, nil, nil, nil
					return true
				})
			},
		},
	)
}

func listing() []tampering {
	const op = "listRecentCalls"
	calls := func(name string, change func(c map[string]any) bool) tampering {
		return replied(op+"/"+name, op, func(_ *passing, body map[string]any) bool { return each(body, change) })
	}
	return []tampering{
		calls("numbers are masked", func(c map[string]any) bool {
			s := text(c["customer_number"])
			if len(s) > 5 {
				c["customer_number"] = "xxxxx" + s[5:]
			}
			return len(s) > 5
		}),
		calls("the agent is masked", func(c map[string]any) bool {
			s := text(c["agent_number"])
			if len(s) > 5 {
				c["agent_number"] = "xxxxx" + s[5:]
			}
			return len(s) > 5
		}),
		calls("did is masked", func(c map[string]any) bool {
			s := text(c["did"])
			if len(s) > 5 {
				c["did"] = "xxxxx" + s[5:]
			}
			return len(s) > 5
		}),
		calls("created_at with a fraction", func(c map[string]any) bool { return swapText(c, "created_at", "Z", ".500Z") }),
		calls("updated_at with an offset", func(c map[string]any) bool { return swapText(c, "updated_at", "Z", "+00:00") }),
		calls("updated_at before created_at", func(c map[string]any) bool {
			t, ok := later(c["created_at"], -time.Second)
			c["updated_at"] = t
			return ok
		}),
		calls("recording_url is another", func(c map[string]any) bool {
			s, ok := c["recording_url"].(string)
			c["recording_url"] = s + "&again"
			return ok
		}),
		calls("recording a path", func(c map[string]any) bool {
			was := c["recording"]
			c["recording"], c["recording_url"] = "/r.wav", "/r.wav"
			return was != nil
		}),
		calls("the answered part is longer", func(c map[string]any) bool {
			was := c["answer_duration"]
			c["answer_duration"] = "999"
			return was != nil
		}),
		calls("durations before the end", func(c map[string]any) bool {
			was := c["duration"]
			if was == nil {
				c["duration"], c["answer_duration"] = "0", "0"
			}
			return was == nil
		}),
		calls("transcript_enabled is always true", func(c map[string]any) bool {
			was := c["transcript_enabled"]
			c["transcript_enabled"] = true
			return was == false
		}),
		calls("transcript_enabled is always false", func(c map[string]any) bool {
			was := c["transcript_enabled"]
			c["transcript_enabled"] = false
			return was == true
		}),
		calls("everything is outbound", func(c map[string]any) bool { c["call_type"] = "outbound"; return true }),
		calls("everything is C2C", func(c map[string]any) bool { was := c["call_type"]; c["call_type"] = "C2C"; return was != "C2C" }),
		calls("a failed transcript fails the call", func(c map[string]any) bool {
			if c["transcript_status"] != "failed" || c["status"] != "completed" {
				return false
			}
			c["status"] = "failed"
			return true
		}),
		calls("a failed call is completed", func(c map[string]any) bool {
			was := c["status"]
			if was == "failed" {
				c["status"] = "completed"
			}
			return was == "failed"
		}),
		calls("a carrier's word is completed", func(c map[string]any) bool {
			was := c["status"]
			if was == "Answered" {
				c["status"] = "completed"
			}
			return was == "Answered"
		}),
		calls("a summary of its own", func(c map[string]any) bool { return put(c, "Another story", "transcript", "summary") }),
		calls("calls are queued for ever", func(c map[string]any) bool { was := c["status"]; c["status"] = "queued"; return was == "completed" }),
		replied(op+"/a new call is not there yet", op, func(x *passing, body map[string]any) bool {
			return kept(body, func(c map[string]any) bool { return c["status"] != "queued" })
		}),
	}
}

// unmask puts five digits where five letters stand.
func unmask(holder map[string]any, member string) bool {
	s, ok := holder[member].(string)
	if !ok || !strings.HasPrefix(s, "xxxxx") {
		return false
	}
	holder[member] = "91999" + strings.TrimPrefix(s, "xxxxx")
	return true
}

func swapText(holder map[string]any, member, is, becomes string) bool {
	s, ok := holder[member].(string)
	if !ok || !strings.Contains(s, is) {
		return false
	}
	holder[member] = strings.Replace(s, is, becomes, 1)
	return true
}
