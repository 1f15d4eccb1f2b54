package specs

import "testing"

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load("induslabs"); err != nil {
			b.Fatal(err)
		}
	}
}

// A body with states is judged by the one alternative that its word chooses.
func BenchmarkJudgeTranscript(b *testing.B) {
	provider, err := Load("induslabs")
	if err != nil {
		b.Fatal(err)
	}
	operation, _ := provider.Operation("getCallTranscript")
	reply, _ := operation.Response(200)
	media := reply.Content.Get("application/json")
	body := plainJSON(media.Examples["ready"].Value.Value)
	options := provider.Document.GetSchemaValidationOptions()
	b.Run("chosen", func(b *testing.B) {
		for b.Loop() {
			schema, _ := Choose(media.Schema.Value, body)
			if err := schema.VisitJSON(body, options...); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all alternatives", func(b *testing.B) {
		for b.Loop() {
			if err := media.Schema.Value.VisitJSON(body, options...); err != nil {
				b.Fatal(err)
			}
		}
	})
}
