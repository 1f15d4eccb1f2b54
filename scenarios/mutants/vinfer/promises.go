package vinfer

import (
	"net/http"
	"strings"
	"time"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func promises() []grade.Tampering {
	rewritten := func(name string, change func(member, value string) (string, bool)) grade.Tampering {
		rewrite := func(body any) bool {
			changed := false
			grade.Walk(body, func(o map[string]any) {
				for member, value := range o {
					if now, ok := change(member, grade.Text(value)); ok {
						o[member] = now
						changed = true
					}
				}
			})
			return changed
		}
		return grade.Tampering{
			Name:  name,
			After: func(x *grade.Passing) bool { return rewrite(x.Body) },
			Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
				return []grade.Pushed{one}, rewrite(one.Body)
			},
		}
	}
	forgetful := func(name string, fits func(x *grade.Passing) bool) grade.Tampering {
		return grade.Tampering{Name: name, Before: func(x *grade.Passing) {
			if x.Request.Header.Get("Idempotency-Key") != "" && fits(x) {
				x.Request.Header.Del("Idempotency-Key")
				x.Altered = true
			}
		}}
	}
	list := []grade.Tampering{
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
		{Name: "everything/a key is never forgotten", After: func(x *grade.Passing) bool {
			key := x.Request.Header.Get("Idempotency-Key")
			if key == "" || x.Operation == nil || x.Status >= 300 {
				return false
			}
			where := x.Sandbox() + x.Operation.ID + x.Request.Header.Get("Authorization") + key
			first := x.Proxy.Recall(where)
			if first == nil {
				x.Proxy.Remember(where, x.Body)
				return false
			}
			same := grade.At(first, "id") == grade.At(x.Body, "id")
			x.Body = first
			return !same
		}},
		{Name: "everything/what is not there is a bad request", After: func(x *grade.Passing) bool {
			if x.Operation == nil || x.Status != http.StatusNotFound {
				return false
			}
			x.Status, x.Body = http.StatusBadRequest, map[string]any{"error": map[string]any{"code": "invalid_request", "message": "no such thing"}}
			return true
		}},
		{Name: "everything/what is created is merely there", After: func(x *grade.Passing) bool {
			created := x.Operation != nil && (x.Status == http.StatusCreated || x.Status == http.StatusAccepted)
			if created {
				x.Status = http.StatusOK
			}
			return created
		}},
		{Name: "everything/a bad request cannot be processed", After: func(x *grade.Passing) bool {
			bad := x.Operation != nil && x.Status == http.StatusBadRequest
			if bad {
				x.Status = http.StatusUnprocessableEntity
			}
			return bad
		}},
	}
	_, writing := operations()
	for _, op := range writing[:3] {
		list = append(list, forgetful(op+"/knows no Idempotency-Key", func(x *grade.Passing) bool { return x.Is(op) }))
	}
	return list
}
