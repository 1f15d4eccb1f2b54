package main

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"
)

func (g *gateway) create(w http.ResponseWriter, r *http.Request, email string) {
	body, err := readObject(w, r)
	if tooLong(w, err) {
		return
	}
	if err != nil {
		invalid(w, "body", "a JSON object is needed")
		return
	}
	if field, reason := g.validate(body); field != "" {
		invalid(w, field, reason)
		return
	}
	c := g.place(email, body, "http://"+r.Host)
	status := http.StatusOK
	if g.broken["created-201"] {
		status = http.StatusCreated
	}
	reply(w, status, object{"status_code": http.StatusOK, "message": "Click2Call request created", "error": nil, "data": object{
		"call_id": c.id, "status": "queued", "did": c.did, "callback_url": body["callback_url"],
		"transcript": c.transcript, "transcript_language": c.language,
	}})
}

// validate names the first member that breaks a rule, and the rule.
func (g *gateway) validate(body object) (field, reason string) {
	for _, name := range []string{"customer_number", "agent_number"} {
		if s, _ := body[name].(string); s == "" {
			return name, "a phone number is needed, as a string"
		}
	}
	for _, name := range []string{"did", "callback_url", "transcript_language"} {
		if _, isString := body[name].(string); !isString && body[name] != nil {
			return name, "must be a string"
		}
	}
	if value, given := body["transcript"]; given {
		if _, isBool := value.(bool); !isBool {
			return "transcript", "must be true or false"
		}
	}
	if _, isObject := body["agent_config"].(object); !isObject && body["agent_config"] != nil {
		return "agent_config", "must be an object"
	}
	did, _ := body["did"].(string)
	if did == "" && !strings.HasPrefix(body["agent_number"].(string), "AGT_") && !g.broken["did-optional"] {
		return "did", "a call to a phone needs a number to come from"
	}
	if address, given := body["callback_url"].(string); given {
		u, err := url.Parse(address)
		switch {
		case err != nil || u.Scheme == "" || u.Host == "":
			if !g.broken["callback-url-unchecked"] {
				return "callback_url", "is no absolute URL"
			}
		case u.Scheme != "http" && u.Scheme != "https":
			return "callback_url", "must be http or https"
		}
	}
	return "", ""
}

// place stores a call and schedules what will be told about it.
func (g *gateway) place(email string, body object, base string) *call {
	c := &call{
		id: "call_" + strings.ToLower(rand.Text()), owner: email,
		customer: body["customer_number"].(string), agent: body["agent_number"].(string),
		did: body["did"], url: body["callback_url"], language: body["transcript_language"],
	}
	c.transcript, _ = body["transcript"].(bool)
	c.outcome = g.outcomes[c.customer]
	if agent := g.outcomes[c.agent]; agent.failure != "" {
		c.outcome = agent
	}
	lasts := endedAfter
	if c.outcome.failure != "" {
		lasts = failedAfter
	}

	g.mu.Lock()
	c.created = g.clock.now().Truncate(time.Second)
	c.ended = c.created.Add(lasts)
	c.done = c.ended.Add(transcribedAfter)
	c.recordingURL = g.recordingAddress(base, c)
	if c.url == nil && g.broken["callback-to-last-url"] && g.lastURL[email] != "" {
		c.url = g.lastURL[email]
	} else if c.url != nil {
		g.lastURL[email] = c.url.(string)
	}
	g.calls = append(g.calls, c)
	g.byID[c.id] = c
	g.mu.Unlock()

	g.tell(c, g.plan(c))
	return c
}

func (g *gateway) transcript(w http.ResponseWriter, r *http.Request, email string) {
	g.mu.Lock()
	c := g.byID[r.PathValue("call_id")]
	g.mu.Unlock()
	switch {
	case c == nil, c.owner != email && g.broken["other-users-call-404"]:
		reply(w, http.StatusNotFound, object{
			"status_code": http.StatusNotFound, "message": "No such call", "error": object{"call_id": "unknown"}, "data": object{},
		})
		return
	case c.owner != email:
		detail(w, http.StatusForbidden, "This call belongs to another user")
		return
	}

	data := c.data(g.clock.now())
	message := map[any]string{
		"ready": "Transcript found", "failed": "Transcript processing failed", "disabled": "Transcript is switched off for this call",
	}[data["transcript_status"]]
	if message == "" {
		message = "Transcript not available yet"
	}
	if g.broken["numbers-unmasked"] {
		data["customer_number"], data["agent_number"] = c.customer, c.agent
	}
	switch data["transcript_status"] {
	case "pending":
		if g.broken["recording-null-while-pending"] {
			data["recording"] = nil
		}
	case "ready":
		if g.broken["poll-says-transcript-ready"] {
			message = "Transcript ready"
		}
		g.disfigureTimes(data["transcript"].(object))
	case "failed":
		if g.broken["failed-transcript-500"] {
			reply(w, http.StatusOK, object{"status_code": 500, "message": message, "error": data["error"], "data": data})
			return
		}
	}
	envelope(w, http.StatusOK, message, data)
}

func (g *gateway) disfigureTimes(transcript object) {
	for camel, snake := range map[string]string{"createdAt": "created_at", "updatedAt": "updated_at"} {
		if g.broken["transcript-times-with-offset"] {
			transcript[camel] = strings.TrimSuffix(transcript[camel].(string), "Z") + "+00:00"
		}
		if g.broken["transcript-times-in-snake-case"] {
			transcript[snake] = transcript[camel]
			delete(transcript, camel)
		}
	}
}
