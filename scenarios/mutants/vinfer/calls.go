package vinfer

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func calls() []grade.Tampering {
	const op = "getCall"
	while := func(name, status string, change func(body map[string]any) bool) grade.Tampering {
		return grade.Replied(op+"/"+name, op, func(_ *grade.Passing, body map[string]any) bool { return body["status"] == status && change(body) })
	}
	set := func(member string, value any) func(map[string]any) bool {
		return func(body map[string]any) bool {
			body[member] = value
			return true
		}
	}
	return []grade.Tampering{
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
		grade.Replied(op+"/a campaign of its own", op, func(_ *grade.Passing, body map[string]any) bool {
			was := body["campaign_id"]
			body["campaign_id"] = "cmp_111111111111"
			return was == nil
		}),
		while("the duration counts from dialling", "completed", func(body map[string]any) bool {
			from, _ := time.Parse(time.RFC3339, grade.Text(body["started_at"]))
			to, _ := time.Parse(time.RFC3339, grade.Text(body["ended_at"]))
			body["duration_seconds"] = json.Number(fmt.Sprint(int(to.Sub(from).Seconds())))
			return true
		}),
		while("the start is the answer", "completed", func(body map[string]any) bool {
			body["started_at"], _ = grade.Later(body["started_at"], 5*time.Second)
			return true
		}),
		while("the end comes before the start", "completed", func(body map[string]any) bool {
			body["ended_at"], _ = grade.Later(body["started_at"], -time.Second)
			return true
		}),
		while("every call is in Hindi", "completed", func(body map[string]any) bool {
			was := body["language"]
			body["language"] = "hi-IN"
			return was != "hi-IN"
		}),
		while("the contact is somebody else", "completed", func(body map[string]any) bool { return grade.Put(body, "+919876543211", "contact", "phone") }),
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
				body["recording_url"] = "https://example.org/" + grade.Text(body["id"]) + ".wav"
			}
			return had
		}),
		{Name: op + "/the recording opens for ever", After: func(x *grade.Passing) bool {
			if x.Operation != nil || x.Status != http.StatusForbidden {
				return false
			}
			x.Status, x.Body, x.Raw = http.StatusOK, nil, []byte("RIFF")
			return true
		}},
		{Name: op + "/the recording never opens", After: func(x *grade.Passing) bool {
			if x.Operation != nil || x.Status != http.StatusOK {
				return false
			}
			x.Status, x.Body, x.Raw = http.StatusForbidden, nil, nil
			return true
		}},
		{Name: op + "/a call that is none is empty", After: func(x *grade.Passing) bool {
			if !x.Is(op) || x.Status != http.StatusNotFound {
				return false
			}
			x.Status, x.Body = http.StatusOK, map[string]any{}
			return true
		}},
	}
}

func transcripts() []grade.Tampering {
	const op = "getCallTranscript"
	return []grade.Tampering{
		grade.Replied(op+"/an empty transcript while it is made", op, func(_ *grade.Passing, body map[string]any) bool {
			body["transcript"] = []any{}
			return body["status"] == "processing"
		}),
		grade.Replied(op+"/other words than the job", op, func(_ *grade.Passing, body map[string]any) bool {
			said, _ := body["transcript"].([]any)
			return len(said) > 0 && grade.Put(said[0], "Hello?", "text")
		}),
		grade.Replied(op+"/never done", op, func(x *grade.Passing, body map[string]any) bool {
			x.Body = map[string]any{"status": "processing"}
			return body["status"] == "completed"
		}),
	}
}
