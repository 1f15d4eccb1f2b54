package induslabs

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func filtering() []grade.Tampering {
	const op = "listRecentCalls"
	restore := func(param string) func(*grade.Passing, url.Values) {
		return func(x *grade.Passing, was url.Values) { grade.Put(x.Body, was.Get(param), "data", "filters", param) }
	}
	var list []grade.Tampering
	for _, param := range []string{"status", "call_type", "transcript_status", "customer_number", "agent_number", "did", "date_from", "date_to"} {
		list = append(list, grade.Asked(op+"/"+param+" is ignored", op, func(q url.Values) bool {
			had := q.Has(param) && !strings.Contains(q.Get(param), "no-date")
			q.Del(param)
			return had
		}, restore(param)))
		list = append(list, grade.Replied(op+"/"+param+" is told back wrong", op, func(_ *grade.Passing, body map[string]any) bool {
			s, ok := grade.At(body, "data", "filters", param).(string)
			return ok && grade.Put(body, s+"x", "data", "filters", param)
		}))
	}
	words := map[string][]string{
		"status":            {"queued", "completed", "failed", "Answered"},
		"call_type":         {"C2C", "agent_telephony", "outbound"},
		"transcript_status": {"pending", "processing", "ready", "disabled", "failed"},
	}
	for param, known := range words {
		list = append(list,
			grade.Asked(op+"/"+param+" minds no letter case", op, func(q url.Values) bool {
				i := slices.IndexFunc(known, func(w string) bool { return strings.EqualFold(w, q.Get(param)) })
				if i < 0 || known[i] == q.Get(param) {
					return false
				}
				q.Set(param, known[i])
				return true
			}, restore(param)),
		)
		if param != "transcript_status" { // of which nothing is said about parts
			list = append(list, grade.Asked(op+"/"+param+" takes a part of the word", op, func(q url.Values) bool {
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
			list = append(list, grade.Asked(op+"/"+param+" does not know "+w, op, func(q url.Values) bool {
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
			narrowed(op+"/"+param+" wants the whole value", param, func(c map[string]any, given string) bool { return grade.Text(c[member]) == given }),
			narrowed(op+"/"+param+" wants the beginning", param, func(c map[string]any, given string) bool {
				return strings.HasPrefix(strings.ToLower(grade.Text(c[member])), strings.ToLower(given))
			}),
			narrowed(op+"/"+param+" wants the end", param, func(c map[string]any, given string) bool {
				return strings.HasSuffix(strings.ToLower(grade.Text(c[member])), strings.ToLower(given))
			}),
		)
	}
	list = append(list,
		narrowed(op+"/agent_number minds letter case", "agent_number", func(c map[string]any, given string) bool {
			return strings.Contains(grade.Text(c["agent_number"]), given)
		}),
		narrowed(op+"/agent_number finds no AGT_ id", "agent_number", func(c map[string]any, _ string) bool {
			return !strings.HasPrefix(grade.Text(c["agent_number"]), "AGT_")
		}),
		narrowed(op+"/date_from leaves its own moment out", "date_from", func(c map[string]any, given string) bool { return grade.Text(c["created_at"]) != given }),
		narrowed(op+"/date_to leaves its own moment out", "date_to", func(c map[string]any, given string) bool { return grade.Text(c["created_at"]) != given }),
		grade.Asked(op+"/dates are taken for days", op, func(q url.Values) bool {
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
		}, func(x *grade.Passing, was url.Values) {
			for _, param := range []string{"date_from", "date_to"} {
				if was.Has(param) {
					grade.Put(x.Body, was.Get(param), "data", "filters", param)
				}
			}
		}),
		grade.Asked(op+"/a date that cannot be read is ignored", op, func(q url.Values) bool {
			did := false
			for _, param := range []string{"date_from", "date_to"} {
				if given := q.Get(param); given != "" && !strings.HasPrefix(given, "20") {
					q.Del(param)
					did = true
				}
			}
			return did
		}, nil),
		grade.Tampering{Name: op + "/a date with Z is refused", After: func(x *grade.Passing) bool {
			q := x.Request.URL.Query()
			if !x.Is(op) || !strings.HasSuffix(q.Get("date_from")+q.Get("date_to"), "Z") {
				return false
			}
			x.Status, x.Body = http.StatusUnprocessableEntity, map[string]any{"detail": []any{map[string]any{"loc": []any{"query"}, "msg": "no", "type": "date"}}}
			return true
		}},
	)
	return list
}

// narrowed lets fewer calls through a filter than the fake does.
func narrowed(name, param string, keep func(call map[string]any, given string) bool) grade.Tampering {
	return grade.Replied(name, "listRecentCalls", func(x *grade.Passing, body map[string]any) bool {
		given := x.Request.URL.Query().Get(param)
		return given != "" && kept(body, func(c map[string]any) bool { return keep(c, given) })
	})
}
