package vinfer

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func jobs() []grade.Tampering {
	const order, look = "createTranscription", "getTranscription"
	member := func(name, member string, value any, fits func(body map[string]any) bool) grade.Tampering {
		return grade.Sent(order+"/"+name, order, func(body map[string]any) bool {
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
	return []grade.Tampering{
		member("needs no recording", "audio_url", "https://recordings.example.com/a.wav", func(b map[string]any) bool { return b["audio_url"] == nil }),
		member("needs no language", "language", "hi-IN", func(b map[string]any) bool { return b["language"] == nil }),
		member("hears nobody", "speakers", 1, func(b map[string]any) bool { return grade.Number(b["speakers"]) == 0 && b["speakers"] != nil }),
		member("hears eleven", "speakers", 10, func(b map[string]any) bool { return grade.Number(b["speakers"]) == 11 }),
		answeredWith(order+"/hears nine at most", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(order) && grade.Number(x.SentBody["speakers"]) == 10 }),
		answeredWith(order+"/wants to know how many speak", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(order) && x.SentBody["speakers"] == nil }),
		member("does what it does not know", "features", []any{"summary"}, func(b map[string]any) bool { return features(b, "translation") }),
		member("scores without a card", "qa_scorecard_id", "qsc_1", func(b map[string]any) bool { return features(b, "qa_scoring") && b["qa_scorecard_id"] == nil }),
		answeredWith(order+"/scores nothing", http.StatusBadRequest, func(x *grade.Passing) bool { return x.Is(order) && features(x.SentBody, "qa_scoring") }),
		member("forgets the metadata", "metadata", map[string]any{}, func(b map[string]any) bool { return b["metadata"] != nil }),
		grade.Replied(order+"/flattens the metadata", order, func(_ *grade.Passing, body map[string]any) bool {
			return grade.At(body, "metadata", "nested") != nil && grade.Put(body, "3", "metadata", "nested")
		}),
		grade.Replied(order+"/no id", order, func(_ *grade.Passing, body map[string]any) bool { body["job_id"] = ""; return true }),
		grade.Replied(look+"/never done", look, func(x *grade.Passing, body map[string]any) bool {
			x.Body = map[string]any{"job_id": body["job_id"], "status": "processing", "metadata": body["metadata"]}
			return body["status"] == "completed"
		}),
		grade.Replied(look+"/no transcript unless it was named", look, func(_ *grade.Passing, body map[string]any) bool {
			had := body["transcript"] != nil && body["summary"] != nil && body["intent"] == nil
			if had {
				delete(body, "transcript")
			}
			return had
		}),
		grade.Replied(look+"/speakers by number", look, func(_ *grade.Passing, body map[string]any) bool {
			said, _ := body["transcript"].([]any)
			for i, s := range said {
				grade.Put(s, fmt.Sprintf("speaker_%d", i%2), "speaker")
			}
			return len(said) > 0
		}),
		grade.Replied(look+"/sentiment in words", look, func(_ *grade.Passing, body map[string]any) bool {
			return body["sentiment"] != nil && grade.Put(body, "positive", "sentiment", "overall")
		}),
		grade.Replied(look+"/sentiment in per cent", look, func(_ *grade.Passing, body map[string]any) bool {
			return body["sentiment"] != nil && grade.Put(body, json.Number("40"), "sentiment", "overall")
		}),
	}
}
