package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// writtenVinfer are mutants of what no member of a document shows: each
// filter, scope, boundary and promise, one at a time.
func writtenVinfer() []tampering {
	return slices.Concat(
		vinferKeys(), vinferListing(), vinferCreating(), vinferCalls(), vinferTranscripts(), vinferJobs(),
		vinferWebhooks(), vinferEvents(), vinferPromises(),
	)
}

func vinferOperations() (reading, writing []string) {
	return []string{"listCalls", "getCall", "getCallTranscript", "getTranscription", "listWebhooks"},
		[]string{"createCall", "createTranscription", "createWebhook", "deleteWebhook"}
}

// keyed lets a request through with another key than the one it came with.
func keyed(name string, operations []string, from func(key string) bool, to string) tampering {
	f := tampering{name: name}
	f.before = func(x *passing) {
		key := strings.TrimPrefix(x.request.Header.Get("Authorization"), "Bearer ")
		if x.operation != nil && slices.Contains(operations, x.operation.ID) && from(key) {
			x.request.Header.Set("Authorization", "Bearer "+to)
			x.altered = true
		}
	}
	return f
}

func isKey(want string) func(string) bool { return func(key string) bool { return key == want } }

// answeredWith gives a good request another status.
func answeredWith(name string, status int, fits func(x *passing) bool) tampering {
	return tampering{name: name, after: func(x *passing) bool {
		if x.operation == nil || x.status >= 300 || !fits(x) {
			return false
		}
		x.status, x.body = status, map[string]any{"error": map[string]any{"code": "forbidden", "message": "no"}}
		return true
	}}
}

func vinferKeys() []tampering {
	reading, writing := vinferOperations()
	known := []string{"YOUR_API_KEY", "OTHER_API_KEY", "READ_ONLY_API_KEY", "ADMIN_API_KEY", "REVOKED_API_KEY", "LIMITED_API_KEY"}
	var list []tampering
	for _, op := range slices.Concat(reading, writing) {
		list = append(list,
			keyed(op+"/no key is needed", []string{op}, isKey(""), "YOUR_API_KEY"),
			keyed(op+"/any key does", []string{op}, func(key string) bool { return key != "" && !slices.Contains(known, key) }, "YOUR_API_KEY"),
		)
	}
	for _, op := range []string{"listCalls", "createCall"} {
		list = append(list, keyed(op+"/a revoked key does", []string{op}, isKey("REVOKED_API_KEY"), "YOUR_API_KEY"))
	}
	for _, op := range writing {
		list = append(list, keyed(op+"/a reading key does", []string{op}, isKey("READ_ONLY_API_KEY"), "YOUR_API_KEY"))
	}
	for _, op := range reading {
		list = append(list, answeredWith(op+"/a reading key may not", http.StatusForbidden, func(x *passing) bool {
			return x.is(op) && strings.HasSuffix(x.request.Header.Get("Authorization"), "READ_ONLY_API_KEY")
		}))
	}
	for _, op := range []string{"getCall", "getCallTranscript", "getTranscription", "listCalls", "listWebhooks", "deleteWebhook"} {
		list = append(list, keyed(op+"/another workspace's key does", []string{op}, isKey("OTHER_API_KEY"), "YOUR_API_KEY"))
	}
	return append(list,
		answeredWith("createCall/an admin may not", http.StatusForbidden, func(x *passing) bool {
			return x.is("createCall") && strings.HasSuffix(x.request.Header.Get("Authorization"), "ADMIN_API_KEY")
		}),
		answeredWith("everything/another scheme than Bearer", http.StatusUnauthorized, func(x *passing) bool {
			return bearer(x.request.Header.Get("Authorization"))
		}),
		answeredWith("everything/served elsewhere", http.StatusNotFound, func(*passing) bool { return true }),
		keyed("everything/one limit for all workspaces is never reached", slices.Concat(reading, writing), isKey("LIMITED_API_KEY"), "YOUR_API_KEY"),
		tampering{name: "everything/the limit holds for one operation only", after: func(x *passing) bool {
			if x.status != http.StatusTooManyRequests || x.is("listCalls") {
				return false
			}
			x.request.Header.Set("Authorization", "Bearer YOUR_API_KEY")
			return x.again()
		}},
		tampering{name: "everything/no headers of the limit", after: func(x *passing) bool {
			had := x.header.Get("X-RateLimit-Limit") != ""
			for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"} {
				x.header.Del(name)
			}
			return had
		}},
		tampering{name: "everything/the limit ends at a date", after: func(x *passing) bool {
			had := x.header.Get("X-RateLimit-Reset") != ""
			if had {
				x.header.Set("X-RateLimit-Reset", "Thu, 15 Jan 2026 12:01:00 GMT")
			}
			return had
		}},
	)
}

func vinferListing() []tampering {
	const op = "listCalls"
	param := func(name, param string, change func(value string) (string, bool)) tampering {
		return asked(op+"/"+param+" "+name, op, func(q url.Values) bool {
			was := q.Get(param)
			now, ok := change(was)
			if now == "" {
				q.Del(param)
			} else {
				q.Set(param, now)
			}
			return ok && now != was
		}, func(x *passing, was url.Values) {
			if n := was.Get(param); n != "" && (param == "limit" || param == "offset") && x.status < 300 {
				put(x.body, json.Number(n), param)
			}
		})
	}
	shifted := func(by time.Duration) func(string) (string, bool) {
		return func(value string) (string, bool) { return later(value, by) }
	}
	instead := func(bad, good string) func(string) (string, bool) {
		return func(value string) (string, bool) { return good, value == bad }
	}
	var list []tampering
	for _, name := range []string{"campaign_id", "from", "to", "disposition", "language", "offset"} {
		list = append(list, param("is ignored", name, func(value string) (string, bool) {
			return "", value != "" && value != "yesterday" && value != "undecided" && value != "-1"
		}))
	}
	return append(list,
		param("leaves its moment out", "from", shifted(time.Second)),
		param("leaves its moment out", "to", shifted(-time.Second)),
		param("is fifty at most", "limit", instead("100", "50")),
		param("is cut to its bound", "limit", instead("101", "100")),
		param("may be nothing", "limit", instead("0", "1")),
		param("may be negative", "offset", instead("-1", "0")),
		param("is ten by default", "limit", instead("", "10")),
		param("may be any word", "disposition", instead("undecided", "interested")),
		param("may be any text", "from", instead("yesterday", "2020-01-01T00:00:00Z")),
		param("may be no day", "to", instead("2026-02-31T00:00:00Z", "2026-03-01T00:00:00Z")),
		param("counts pages", "offset", func(value string) (string, bool) { return "0", value == "1" }),
		replied(op+"/total counts the page", op, func(_ *passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			was := number(body["total"])
			body["total"] = json.Number(fmt.Sprint(len(calls)))
			return was != int64(len(calls))
		}),
		replied(op+"/the oldest first", op, func(_ *passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			slices.Reverse(calls)
			return len(calls) > 1
		}),
		replied(op+"/one call too few", op, func(_ *passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			if len(calls) == 0 {
				return false
			}
			body["data"] = calls[1:]
			return true
		}),
		replied(op+"/running calls are not listed", op, func(_ *passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			left := slices.DeleteFunc(slices.Clone(calls), func(c any) bool { return at(c, "status") == "in_progress" })
			body["data"] = left
			return len(left) != len(calls)
		}),
		replied(op+"/calls of campaigns are not listed", op, func(_ *passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			left := slices.DeleteFunc(slices.Clone(calls), func(c any) bool { return at(c, "campaign_id") != nil })
			body["data"] = left
			return len(left) != len(calls)
		}),
		replied(op+"/durations with a fraction", op, func(_ *passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			for _, c := range calls {
				put(c, json.Number(fmt.Sprint(number(at(c, "duration_seconds")))+".5"), "duration_seconds")
			}
			return len(calls) > 0
		}),
		replied(op+"/ids of another kind", op, func(_ *passing, body map[string]any) bool {
			calls, _ := body["data"].([]any)
			for _, c := range calls {
				put(c, "x"+text(at(c, "id")), "id")
			}
			return len(calls) > 0
		}),
	)
}

func vinferCreating() []tampering {
	const op = "createCall"
	member := func(name, member string, value any, fits func(body map[string]any) bool) tampering {
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
	lacks := func(member string) func(map[string]any) bool {
		return func(body map[string]any) bool { return body[member] == nil }
	}
	has := func(member string) func(map[string]any) bool {
		return func(body map[string]any) bool { return body[member] != nil }
	}
	is := func(member string, value any) func(map[string]any) bool {
		return func(body map[string]any) bool { return body[member] == value }
	}
	return []tampering{
		member("calls somebody without a number", "phone", "+919876543210", lacks("phone")),
		member("needs no script", "script_id", "scr_5k9m2x7q4wvt", lacks("script_id")),
		member("needs no language", "language", "en-IN", lacks("language")),
		member("takes any script", "script_id", "scr_5k9m2x7q4wvt", is("script_id", "scr_000000000000")),
		member("takes a campaign's script", "script_id", "scr_5k9m2x7q4wvt", is("script_id", "scr_2c8h4n6j9prs")),
		member("takes a number without plus", "phone", "+919876543210", is("phone", "919876543210")),
		member("calls another number", "phone", "+919876543211", is("phone", "+919876543210")),
		member("forgets the name", "name", nil, has("name")),
		member("speaks English", "language", "en-IN", func(body map[string]any) bool { return body["language"] != nil && body["language"] != "en-IN" }),
		member("takes a list of variables", "variables", nil, func(body map[string]any) bool { _, list := body["variables"].([]any); return list }),
		answeredWith(op+"/takes no variables", http.StatusBadRequest, func(x *passing) bool { return x.is(op) && x.sentBody["variables"] != nil }),
		answeredWith(op+"/needs variables", http.StatusBadRequest, func(x *passing) bool { return x.is(op) && x.sentBody["variables"] == nil }),
		replied(op+"/tells of a call that is none", op, func(_ *passing, body map[string]any) bool { body["id"] = "cal_111111111111"; return true }),
		replied(op+"/started a minute ago", op, func(_ *passing, body map[string]any) bool {
			body["started_at"], _ = later(body["started_at"], -time.Minute)
			return true
		}),
		{name: op + "/takes no JSON", after: func(x *passing) bool {
			if !x.is(op) || x.request.Header.Get("Content-Type") != "application/json" {
				return false
			}
			x.status, x.body = http.StatusUnsupportedMediaType, map[string]any{"error": map[string]any{"code": "unsupported", "message": "form data only"}}
			return true
		}},
	}
}

func vinferCalls() []tampering {
	const op = "getCall"
	while := func(name, status string, change func(body map[string]any) bool) tampering {
		return replied(op+"/"+name, op, func(_ *passing, body map[string]any) bool { return body["status"] == status && change(body) })
	}
	set := func(member string, value any) func(map[string]any) bool {
		return func(body map[string]any) bool {
			body[member] = value
			return true
		}
	}
	return []tampering{
		while("a running call is queued", "in_progress", set("status", "queued")),
		while("a running call has an outcome", "in_progress", set("disposition", "interested")),
		while("a running call has an end", "in_progress", set("ended_at", "2026-01-15T12:00:53Z")),
		while("a running call has a job", "in_progress", set("transcription_job_id", "job_111111111111")),
		while("a running call has a duration", "in_progress", set("duration_seconds", json.Number("1"))),
		while("a call that failed has no duration", "failed", set("duration_seconds", nil)),
		while("a call that failed rang", "failed", set("duration_seconds", json.Number("3"))),
		while("a call that failed has a recording", "failed", set("recording_url", "https://example.org/r.wav")),
		while("a call that failed has a job", "failed", set("transcription_job_id", "job_111111111111")),
		while("a call that failed has no outcome", "failed", set("disposition", nil)),
		while("a call that is over has no outcome", "completed", set("disposition", nil)),
		replied(op+"/a campaign of its own", op, func(_ *passing, body map[string]any) bool {
			was := body["campaign_id"]
			body["campaign_id"] = "cmp_111111111111"
			return was == nil
		}),
		while("the duration counts from dialling", "completed", func(body map[string]any) bool {
			from, _ := time.Parse(time.RFC3339, text(body["started_at"]))
			to, _ := time.Parse(time.RFC3339, text(body["ended_at"]))
			body["duration_seconds"] = json.Number(fmt.Sprint(int(to.Sub(from).Seconds())))
			return true
		}),
		while("the start is the answer", "completed", func(body map[string]any) bool {
			body["started_at"], _ = later(body["started_at"], 5*time.Second)
			return true
		}),
		while("the end comes before the start", "completed", func(body map[string]any) bool {
			body["ended_at"], _ = later(body["started_at"], -time.Second)
			return true
		}),
		while("every call is in Hindi", "completed", func(body map[string]any) bool {
			was := body["language"]
			body["language"] = "hi-IN"
			return was != "hi-IN"
		}),
		while("the contact is somebody else", "completed", func(body map[string]any) bool { return put(body, "+919876543211", "contact", "phone") }),
		while("a job that no operation knows", "completed", func(body map[string]any) bool {
			had := body["transcription_job_id"] != nil
			if had {
				body["transcription_job_id"] = "job_111111111111"
			}
			return had
		}),
		while("one address for ever", "completed", func(body map[string]any) bool {
			had := body["recording_url"] != nil
			if had {
				body["recording_url"] = "https://example.org/" + text(body["id"]) + ".wav"
			}
			return had
		}),
		{name: op + "/the recording opens for ever", after: func(x *passing) bool {
			if x.operation != nil || x.status != http.StatusForbidden {
				return false
			}
			x.status, x.body, x.raw = http.StatusOK, nil, []byte("RIFF")
			return true
		}},
		{name: op + "/the recording never opens", after: func(x *passing) bool {
			if x.operation != nil || x.status != http.StatusOK {
				return false
			}
			x.status, x.body, x.raw = http.StatusForbidden, nil, nil
			return true
		}},
		{name: op + "/a call that is none is empty", after: func(x *passing) bool {
			if !x.is(op) || x.status != http.StatusNotFound {
				return false
			}
			x.status, x.body = http.StatusOK, map[string]any{}
			return true
		}},
	}
}

func vinferTranscripts() []tampering {
	const op = "getCallTranscript"
	return []tampering{
		replied(op+"/an empty transcript while it is made", op, func(_ *passing, body map[string]any) bool {
			body["transcript"] = []any{}
			return body["status"] == "processing"
		}),
		replied(op+"/other words than the job", op, func(_ *passing, body map[string]any) bool {
			said, _ := body["transcript"].([]any)
			return len(said) > 0 && put(said[0], "Hello?", "text")
		}),
		replied(op+"/never done", op, func(x *passing, body map[string]any) bool {
			x.body = map[string]any{"status": "processing"}
			return body["status"] == "completed"
		}),
	}
}

func vinferJobs() []tampering {
	const order, look = "createTranscription", "getTranscription"
	member := func(name, member string, value any, fits func(body map[string]any) bool) tampering {
		return sent(order+"/"+name, order, func(body map[string]any) bool {
			if !fits(body) {
				return false
			}
			body[member] = value
			return true
		}, nil)
	}
	features := func(body map[string]any, name string) bool {
		list, _ := body["features"].([]any)
		return slices.Contains(list, any(name))
	}
	return []tampering{
		member("needs no recording", "audio_url", "https://recordings.example.com/a.wav", func(b map[string]any) bool { return b["audio_url"] == nil }),
		member("needs no language", "language", "hi-IN", func(b map[string]any) bool { return b["language"] == nil }),
		member("hears nobody", "speakers", 1, func(b map[string]any) bool { return number(b["speakers"]) == 0 && b["speakers"] != nil }),
		member("hears eleven", "speakers", 10, func(b map[string]any) bool { return number(b["speakers"]) == 11 }),
		answeredWith(order+"/hears nine at most", http.StatusBadRequest, func(x *passing) bool { return x.is(order) && number(x.sentBody["speakers"]) == 10 }),
		answeredWith(order+"/wants to know how many speak", http.StatusBadRequest, func(x *passing) bool { return x.is(order) && x.sentBody["speakers"] == nil }),
		member("does what it does not know", "features", []any{"summary"}, func(b map[string]any) bool { return features(b, "translation") }),
		member("scores without a card", "qa_scorecard_id", "qsc_1", func(b map[string]any) bool { return features(b, "qa_scoring") && b["qa_scorecard_id"] == nil }),
		answeredWith(order+"/scores nothing", http.StatusBadRequest, func(x *passing) bool { return x.is(order) && features(x.sentBody, "qa_scoring") }),
		member("forgets the metadata", "metadata", map[string]any{}, func(b map[string]any) bool { return b["metadata"] != nil }),
		replied(order+"/flattens the metadata", order, func(_ *passing, body map[string]any) bool {
			return at(body, "metadata", "nested") != nil && put(body, "3", "metadata", "nested")
		}),
		replied(order+"/no id", order, func(_ *passing, body map[string]any) bool { body["job_id"] = ""; return true }),
		replied(look+"/never done", look, func(x *passing, body map[string]any) bool {
			x.body = map[string]any{"job_id": body["job_id"], "status": "processing", "metadata": body["metadata"]}
			return body["status"] == "completed"
		}),
		replied(look+"/no transcript unless it was named", look, func(_ *passing, body map[string]any) bool {
			had := body["transcript"] != nil && body["summary"] != nil && body["intent"] == nil
			if had {
				delete(body, "transcript")
			}
			return had
		}),
		replied(look+"/speakers by number", look, func(_ *passing, body map[string]any) bool {
			said, _ := body["transcript"].([]any)
			for i, s := range said {
				put(s, fmt.Sprintf("speaker_%d", i%2), "speaker")
			}
			return len(said) > 0
		}),
		replied(look+"/sentiment in words", look, func(_ *passing, body map[string]any) bool {
			return body["sentiment"] != nil && put(body, "positive", "sentiment", "overall")
		}),
		replied(look+"/sentiment in per cent", look, func(_ *passing, body map[string]any) bool {
			return body["sentiment"] != nil && put(body, json.Number("40"), "sentiment", "overall")
		}),
	}
}

func vinferWebhooks() []tampering {
	const order = "createWebhook"
	ordered := func(name string, change func(body map[string]any) bool) tampering {
		return sent(order+"/"+name, order, change, nil)
	}
	list := []tampering{
		ordered("posts over plain http", func(b map[string]any) bool {
			url, plain := strings.CutPrefix(text(b["url"]), "http://hooks.")
			if plain {
				b["url"] = "https://hooks." + url
			}
			return plain
		}),
		answeredWith(order+"/posts over https not at all", http.StatusBadRequest, func(x *passing) bool {
			return x.is(order) && strings.HasPrefix(text(x.sentBody["url"]), "https://")
		}),
		ordered("needs no address", func(b map[string]any) bool {
			was := b["url"]
			b["url"] = "https://hooks.vinfer-client.com"
			return was == nil
		}),
		ordered("takes any text for an address", func(b map[string]any) bool {
			was := b["url"]
			if was == "somewhere" {
				b["url"] = "https://hooks.vinfer-client.com"
			}
			return was == "somewhere"
		}),
		ordered("needs no events", func(b map[string]any) bool {
			was := b["events"]
			if was == nil {
				b["events"] = []any{"*"}
			}
			return was == nil
		}),
		ordered("takes an empty list", func(b map[string]any) bool {
			events, ok := b["events"].([]any)
			if ok = ok && len(events) == 0; ok {
				b["events"] = []any{"*"}
			}
			return ok
		}),
		ordered("takes any event", func(b map[string]any) bool {
			events, _ := b["events"].([]any)
			unknown := slices.Contains(events, any("call.ringing"))
			if unknown {
				b["events"] = []any{"*"}
			}
			return unknown
		}),
		ordered("the asterisk is the end of calls", func(b map[string]any) bool {
			events, _ := b["events"].([]any)
			all := slices.Contains(events, any("*"))
			if all {
				b["events"] = []any{"call.completed"}
			}
			return all
		}),
		answeredWith(order+"/knows no asterisk", http.StatusBadRequest, func(x *passing) bool {
			events, _ := x.sentBody["events"].([]any)
			return x.is(order) && slices.Contains(events, any("*"))
		}),
		ordered("tells everything", func(b map[string]any) bool {
			events, _ := b["events"].([]any)
			some := len(events) > 0 && !slices.Contains(events, any("*")) && !slices.Contains(events, any("call.ringing"))
			if some {
				b["events"] = []any{"*"}
			}
			return some
		}),
		answeredWith(order+"/wants a secret", http.StatusBadRequest, func(x *passing) bool { return x.is(order) && x.sentBody["secret"] == nil }),
		answeredWith(order+"/takes no secret", http.StatusBadRequest, func(x *passing) bool { return x.is(order) && x.sentBody["secret"] != nil }),
		ordered("never signs", func(b map[string]any) bool {
			had := b["secret"] != nil
			delete(b, "secret")
			return had
		}),
		ordered("always signs", func(b map[string]any) bool {
			had := b["secret"] != nil
			b["secret"] = "another"
			return !had
		}),
		ordered("signs with another secret", func(b map[string]any) bool {
			had := b["secret"] != nil
			if had {
				b["secret"] = text(b["secret"]) + "x"
			}
			return had
		}),
		replied(order+"/shows the secret", order, func(x *passing, b map[string]any) bool {
			b["secret"] = x.sentBody["secret"]
			return b["secret"] != nil
		}),
		replied("listWebhooks/only the latest", "listWebhooks", func(_ *passing, b map[string]any) bool {
			all, _ := b["data"].([]any)
			if len(all) < 2 {
				return false
			}
			b["data"] = all[len(all)-1:]
			return true
		}),
		replied("listWebhooks/no deliveries", "listWebhooks", func(_ *passing, b map[string]any) bool {
			all, _ := b["data"].([]any)
			changed := false
			for _, w := range all {
				changed = changed || at(w, "last_delivery") != nil
				put(w, nil, "last_delivery")
			}
			return changed
		}),
		{
			name: "deleteWebhook/removes nothing",
			before: func(x *passing) {
				if x.is("deleteWebhook") {
					x.request.URL.Path = "/v1/webhooks/whk_111111111"
				}
			},
			after: func(x *passing) bool {
				if !x.is("deleteWebhook") || x.status != http.StatusNotFound {
					return false
				}
				x.status, x.body, x.raw = http.StatusNoContent, nil, nil
				return true
			},
		},
		{name: "deleteWebhook/removes what is not there", after: func(x *passing) bool {
			if !x.is("deleteWebhook") || x.status != http.StatusNotFound {
				return false
			}
			x.status, x.body, x.raw = http.StatusNoContent, nil, nil
			return true
		}},
		{name: "deleteWebhook/goes on telling", after: func(x *passing) bool {
			switch {
			case x.is(order) && x.status < 300:
				x.proxy.remember("address "+x.sandbox(), strings.TrimPrefix(text(x.sentBody["url"]), x.proxy.server.URL+"/-inbox"))
			case x.is("deleteWebhook") && x.status < 300:
				x.proxy.remember("removed "+x.sandbox(), true)
			case x.is("createCall") && x.status < 300 && x.proxy.recall("removed "+x.sandbox()) != nil:
				path, _ := x.proxy.recall("address " + x.sandbox()).(string)
				x.proxy.deliver(path, map[string]any{"event": "call.completed", "timestamp": "2026-01-15T12:05:00Z", "data": x.body})
				return true
			}
			return false
		}},
	}
	for _, event := range []string{"call.completed", "call.disposition_set", "call.escalated", "campaign.started", "campaign.paused", "campaign.completed"} {
		list = append(list, answeredWith(order+"/knows no "+event, http.StatusBadRequest, func(x *passing) bool {
			events, _ := x.sentBody["events"].([]any)
			return x.is(order) && slices.Contains(events, any(event))
		}))
	}
	return list
}

func vinferEvents() []tampering {
	dropped := func(name, event string, fits func(p *proxy, one pushed) bool) tampering {
		return tampering{name: name, push: func(p *proxy, one pushed) ([]pushed, bool) {
			return nil, one.event == event && fits(p, one)
		}}
	}
	// seen counts how often a callback has come to an address.
	seen := func(p *proxy, one pushed) int {
		key := "seen " + one.path + string(encoded(one.body))
		n, _ := p.recall(key).(int)
		p.remember(key, n+1)
		return n
	}
	return []tampering{
		dropped("call.completed/not for calls that failed", "call.completed", func(_ *proxy, one pushed) bool { return at(one.body, "data", "status") == "failed" }),
		dropped("call.completed/never again", "call.completed", func(p *proxy, one pushed) bool { return seen(p, one) > 0 }),
		{name: "call.completed/five times", push: func(p *proxy, one pushed) ([]pushed, bool) {
			if one.event != "call.completed" || seen(p, one) != 3 {
				return nil, false
			}
			return []pushed{one, one}, true
		}},
		{name: "call.completed/in no rhythm", push: func(p *proxy, one pushed) ([]pushed, bool) {
			if one.event != "call.completed" || seen(p, one) != 1 {
				return nil, false
			}
			return []pushed{one, one}, true
		}},
		{name: "call.completed/each time another body", push: func(p *proxy, one pushed) ([]pushed, bool) {
			n := seen(p, one)
			if one.event != "call.completed" || n == 0 {
				return nil, false
			}
			put(one.body, fmt.Sprintf("2026-01-15T12:01:%02dZ", n), "timestamp")
			return []pushed{one}, true
		}},
		told("call.completed/another outcome than the poll", "call.completed", func(b map[string]any) bool {
			was := at(b, "data", "disposition")
			return was == "not_interested" && put(b, "interested", "data", "disposition")
		}),
		told("call.completed/still running", "call.completed", func(b map[string]any) bool { return put(b, "in_progress", "data", "status") }),
		told("call.escalated/after the call", "call.escalated", func(b map[string]any) bool { return put(b, "completed", "data", "status") }),
		{name: "call.escalated/for every call", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			body, _ := decoded(encoded(one.body)).(map[string]any)
			if one.event != "call.completed" || at(body, "data", "disposition") == "escalated" {
				return nil, false
			}
			body["event"] = "call.escalated"
			again := one
			again.event, again.body = "call.escalated", body
			return []pushed{again, one}, true
		}},
		{name: "call.transcription_ready/for a transcript that failed", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			body, _ := decoded(encoded(one.body)).(map[string]any)
			if one.event != "call.completed" || !strings.Contains(text(at(body, "data", "contact", "phone")), "001") {
				return nil, false
			}
			body["event"] = "call.transcription_ready"
			again := one
			again.event, again.body = "call.transcription_ready", body
			return []pushed{one, again}, true
		}},
		{name: "every event/named in the type", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			body, ok := one.body.(map[string]any)
			if ok {
				body["type"] = body["event"]
				delete(body, "event")
			}
			return []pushed{one}, ok
		}},
		{name: "every event/no signature", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			signed := one.header.Get("X-VInfer-Signature") != ""
			one.header = one.header.Clone()
			one.header.Del("X-VInfer-Signature")
			return []pushed{one}, signed
		}},
		{name: "every event/a signature for everybody", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			signed := one.header.Get("X-VInfer-Signature") != ""
			one.header = one.header.Clone()
			one.header.Set("X-VInfer-Signature", "sha256="+strings.Repeat("0", 64))
			return []pushed{one}, !signed
		}},
		{name: "every event/sent with PUT", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			one.method = http.MethodPut
			return []pushed{one}, true
		}},
	}
}

func vinferPromises() []tampering {
	rewritten := func(name string, change func(member, value string) (string, bool)) tampering {
		rewrite := func(body any) bool {
			changed := false
			walk(body, func(o map[string]any) {
				for member, value := range o {
					if now, ok := change(member, text(value)); ok {
						o[member] = now
						changed = true
					}
				}
			})
			return changed
		}
		return tampering{
			name:  name,
			after: func(x *passing) bool { return rewrite(x.body) },
			push:  func(_ *proxy, one pushed) ([]pushed, bool) { return []pushed{one}, rewrite(one.body) },
		}
	}
	forgetful := func(name string, fits func(x *passing) bool) tampering {
		return tampering{name: name, before: func(x *passing) {
			if x.request.Header.Get("Idempotency-Key") != "" && fits(x) {
				x.request.Header.Del("Idempotency-Key")
				x.altered = true
			}
		}}
	}
	list := []tampering{
		rewritten("everything/times of another zone", func(_, value string) (string, bool) {
			t, err := time.Parse(time.RFC3339, value)
			return t.In(time.FixedZone("IST", 19800)).Format(time.RFC3339), err == nil
		}),
		rewritten("everything/times with fractions", func(_, value string) (string, bool) {
			_, err := time.Parse(time.RFC3339, value)
			return strings.Replace(value, "Z", ".000Z", 1), err == nil
		}),
		rewritten("everything/numbers without plus", func(member, value string) (string, bool) {
			return strings.TrimPrefix(value, "+"), member == "phone"
		}),
		{name: "everything/a key is never forgotten", after: func(x *passing) bool {
			key := x.request.Header.Get("Idempotency-Key")
			if key == "" || x.operation == nil || x.status >= 300 {
				return false
			}
			where := x.sandbox() + x.operation.ID + x.request.Header.Get("Authorization") + key
			first := x.proxy.recall(where)
			if first == nil {
				x.proxy.remember(where, x.body)
				return false
			}
			same := at(first, "id") == at(x.body, "id")
			x.body = first
			return !same
		}},
		{name: "everything/what is not there is a bad request", after: func(x *passing) bool {
			if x.operation == nil || x.status != http.StatusNotFound {
				return false
			}
			x.status, x.body = http.StatusBadRequest, map[string]any{"error": map[string]any{"code": "invalid_request", "message": "no such thing"}}
			return true
		}},
		{name: "everything/what is created is merely there", after: func(x *passing) bool {
			created := x.operation != nil && (x.status == http.StatusCreated || x.status == http.StatusAccepted)
			if created {
				x.status = http.StatusOK
			}
			return created
		}},
		{name: "everything/a bad request cannot be processed", after: func(x *passing) bool {
			bad := x.operation != nil && x.status == http.StatusBadRequest
			if bad {
				x.status = http.StatusUnprocessableEntity
			}
			return bad
		}},
	}
	_, writing := vinferOperations()
	for _, op := range writing[:3] {
		list = append(list, forgetful(op+"/knows no Idempotency-Key", func(x *passing) bool { return x.is(op) }))
	}
	return list
}

// vinferChameleons are what Vinfer's pages leave free.
func vinferChameleons() []tampering {
	const form = "01HZX"
	return []tampering{
		disguised("ids of another length", "cal_", func(id string) string { return "cal_" + form + strings.ToUpper(strings.TrimPrefix(id, "cal_")) + "Z" }),
		disguised("webhook ids of another length", "whk_", func(id string) string { return "whk_" + form + strings.ToUpper(strings.TrimPrefix(id, "whk_")) + "Z" }),
		disguised("job ids of another form", "job_", func(id string) string { return "job_" + form + "-" + strings.TrimPrefix(id, "job_") }),
		{name: "error bodies of another form", after: func(x *passing) bool {
			if x.operation == nil || x.status < 400 {
				return false
			}
			x.body = map[string]any{"message": "no", "errors": []any{"no"}}
			return true
		}},
		{name: "headers of the limit where somebody asks for calls only", after: func(x *passing) bool {
			if x.is("listCalls") || x.header.Get("X-RateLimit-Limit") == "" {
				return false
			}
			for _, name := range []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"} {
				x.header.Del(name)
			}
			return true
		}},
		{name: "another signature's encoding", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			signature, signed := strings.CutPrefix(one.header.Get("X-VInfer-Signature"), "sha256=")
			one.header = one.header.Clone()
			if signed {
				one.header.Set("X-VInfer-Signature", strings.ToUpper(signature))
			}
			return []pushed{one}, signed
		}},
		{name: "a word about whom the call was handed to", push: func(_ *proxy, one pushed) ([]pushed, bool) {
			return []pushed{one}, one.event == "call.escalated" && put(one.body, map[string]any{"name": "Deepa"}, "data", "agent")
		}},
		{name: "slower calls", control: slower("answers", "25s", "5m")},
	}
}
