package callab

import "github.com/ringer-mock/ringer/conformance/grade"

func chameleons() []grade.Tampering {
	return []grade.Tampering{
		grade.Slower("answers", "25s", "5m"),
		{Name: "error bodies of another form", After: func(x *grade.Passing) bool {
			if x.Operation == nil || x.Status < 400 {
				return false
			}
			x.Body = map[string]any{"status": "error", "message": "no", "data": "", "code": "E400"}
			return true
		}},
	}
}
