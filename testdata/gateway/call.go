package main

import (
	"maps"
	"strconv"
	"strings"
	"time"
)

// The story of a call in provider seconds after it was placed. At a pace of
// 200 each stage lasts long enough in real time to be seen by a client that polls.
const (
	dialedAfter      = 4 * time.Second
	answeredAfter    = 11 * time.Second
	endedAfter       = 64 * time.Second
	failedAfter      = 24 * time.Second
	transcribedAfter = 40 * time.Second // after the end
)

// call is what was ordered and how it will go; where it stands follows from the time.
type call struct {
	id, owner            string
	customer, agent      string
	did, url, language   any // string or nil
	transcript           bool
	outcome              outcome
	created, ended, done time.Time // done: the transcript is ready or failed
	recordingURL         string
}

func (c *call) isAgent() bool { return strings.HasPrefix(c.agent, "AGT_") }

// over says whether the call ended with a conversation.
func (c *call) over(now time.Time) bool { return !now.Before(c.ended) && c.outcome.failure == "" }

func (c *call) status(now time.Time) string {
	switch {
	case now.Before(c.ended):
		return "queued"
	case c.outcome.failure != "":
		return "failed"
	}
	return "completed"
}

func (c *call) transcriptStatus(now time.Time) string {
	switch {
	case !c.transcript:
		return "disabled"
	case now.Before(c.ended):
		return "pending"
	case c.outcome.failure != "":
		return "failed"
	case c.outcome.transcriptStuck || now.Before(c.done):
		return "processing"
	case c.outcome.transcriptFailure != "":
		return "failed"
	}
	return "ready"
}

func (c *call) updated(now time.Time) time.Time {
	switch s := c.transcriptStatus(now); {
	case now.Before(c.ended):
		return c.created
	case c.outcome.failure == "" && (s == "ready" || s == "failed"):
		return c.done
	}
	return c.ended
}

// talk is the transcript as the list shows it.
func (c *call) talk() object {
	return object{
		"summary": "The customer asked for a call on Thursday.", "call_outcome": "Follow-up",
		"history": []object{{"speaker": "desk", "said": "Acme, hello."}, {"speaker": "customer", "said": "Ring me on Thursday."}},
	}
}

// data is what the poll and the callbacks tell about a call.
func (c *call) data(now time.Time) object {
	status := c.transcriptStatus(now)
	data := object{
		"call_id": c.id, "transcript_status": status, "customer_number": mask(c.customer), "agent_number": mask(c.agent),
		"duration": nil, "recording": nil, "transcript": nil,
	}
	switch {
	case now.Before(c.ended):
		data["recording"] = "pending"
	case c.over(now):
		data["duration"], data["recording"] = c.duration(), c.recordingURL
	}
	switch status {
	case "ready":
		transcript := object{"transcript_id": "tr-" + c.id[5:], "createdAt": stamp(c.ended), "updatedAt": stamp(c.done)}
		maps.Copy(transcript, c.talk())
		data["transcript"] = transcript
	case "failed":
		data["error"] = c.outcome.failure + c.outcome.transcriptFailure
	}
	return data
}

// row is a call as the list shows it.
func (c *call) row(now time.Time) object {
	callType := "C2C"
	if c.isAgent() {
		callType = "agent_telephony"
	}
	row := object{
		"call_id": c.id, "status": c.status(now), "customer_number": c.customer, "agent_number": c.agent, "did": c.did,
		"duration": nil, "answer_duration": nil, "call_type": callType, "transcript_enabled": c.transcript,
		"transcript_status": c.transcriptStatus(now), "recording": nil, "recording_url": nil, "transcript": nil,
		"created_at": stamp(c.created), "updated_at": stamp(c.updated(now)),
	}
	if c.over(now) {
		row["duration"], row["answer_duration"] = c.duration(), seconds(endedAfter-answeredAfter)
		row["recording"], row["recording_url"] = c.recordingURL, c.recordingURL
	}
	if row["transcript_status"] == "ready" {
		row["transcript"] = c.talk()
	}
	return row
}

func (c *call) duration() string { return seconds(endedAfter - dialedAfter) }

func seconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }

// mask hides the first five characters, or all of a shorter number.
func mask(number string) string {
	hidden := min(5, len(number))
	return strings.Repeat("x", hidden) + number[hidden:]
}
