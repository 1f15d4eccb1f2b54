package induslabs

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func chameleons() []grade.Tampering {
	return []grade.Tampering{
		grade.Disguised("ids of another length", "call_", func(id string) string { return "call_01HZX" + strings.ToUpper(strings.TrimPrefix(id, "call_")) + "Z" }),
		{
			Name:  "transcript ids of another form",
			After: func(x *grade.Passing) bool { return renamedTranscript(x.Body) },
			Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
				return []grade.Pushed{one}, renamedTranscript(one.Body)
			},
		},
		{
			Name:  "transcripts without words",
			After: func(x *grade.Passing) bool { return emptied(x.Body) },
			Push: func(_ *grade.Proxy, one grade.Pushed) ([]grade.Pushed, bool) {
				return []grade.Pushed{one}, emptied(one.Body)
			},
		},
		{Name: "error bodies of another form", After: func(x *grade.Passing) bool {
			if x.Operation == nil || x.Status < 403 {
				return false
			}
			x.Body = map[string]any{"detail": []any{map[string]any{"loc": []any{"body"}, "msg": "no", "type": "no"}}, "status_code": json.Number(fmt.Sprint(x.Status)), "message": "no", "error": "no", "data": map[string]any{}}
			return true
		}},
		grade.Slower("answers", "25s", "5m"),
	}
}

func renamedTranscript(body any) bool {
	return grade.At(body, "data", "transcript") != nil && grade.Put(body, "5f0c2c9e-0000-4000-8000-00000000abcd", "data", "transcript", "transcript_id")
}

// emptied empties every transcript's history.
func emptied(body any) bool {
	changed := false
	grade.Walk(body, func(o map[string]any) {
		if h, ok := o["history"].([]any); ok && len(h) > 0 {
			o["history"] = []any{}
			changed = true
		}
	})
	return changed
}
