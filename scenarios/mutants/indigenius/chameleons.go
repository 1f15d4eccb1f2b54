package indigenius

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

// chameleons are legal for this provider.
func chameleons() []grade.Tampering {
	hex := "0123456789abcdef"
	longer := func(p *grade.Proxy, v any) bool {
		changed := false
		grade.Walk(v, func(o map[string]any) {
			for member, value := range o {
				id, ok := value.(string)
				if !ok || len(id) != 24 || strings.Trim(id, hex) != "" || member != "id" && member != "callId" {
					continue
				}
				p.Remember("w"+id, id)
				o[member], changed = "w"+id, true
				if gateway, ok := o["gateway"].(map[string]any); ok {
					gateway["url"] = strings.Replace(grade.Text(gateway["url"]), "call_id=", "call_id=w", 1)
				}
			}
		})
		return changed
	}
	words := func() func(*grade.Passing) bool {
		return func(x *grade.Passing) bool {
			body, ok := x.Body.(map[string]any)
			if !ok || x.Operation == nil || x.Status < 400 {
				return false
			}
			body["message"] = "Something is not as it should be"
			return true
		}
	}
	return []grade.Tampering{
		{
			Name: "ids of another length",
			Before: func(x *grade.Passing) {
				parts := strings.Split(x.Request.URL.Path, "/")
				for i := range parts {
					if id, ok := x.Proxy.Recall(parts[i]).(string); ok {
						parts[i] = id
					}
				}
				x.Request.URL.Path = strings.Join(parts, "/")
			},
			After: func(x *grade.Passing) bool { return longer(x.Proxy, x.Body) },
			Push: func(p *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
				return []grade.Pushed{one}, longer(p, one.Body)
			},
		},
		{Name: "other messages of failures", After: words()},
		{Name: "other statuses of a limit", After: func(x *grade.Passing) bool {
			if x.Status != http.StatusTooManyRequests {
				return false
			}
			x.Status = http.StatusServiceUnavailable
			return true
		}},
		{Name: "other numbers for the states", After: func(x *grade.Passing) bool {
			changed := false
			items := items(x.Body)
			if c, ok := grade.At(x.Body, "data").(map[string]any); ok {
				items = append(items, c)
			}
			for _, c := range items {
				if n, ok := c["status"].(json.Number); ok {
					c["status"], changed = json.Number("1"+n.String()), true
				}
			}
			return changed
		}},
		{Name: "another body of callbacks", Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
			one.Body = map[string]any{"type": "call", "call": grade.At(one.Body, "data")}
			return []grade.Pushed{one}, true
		}},
		grade.Slower("answers", "25s", "5m"),
	}
}
