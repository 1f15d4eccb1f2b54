package engine

import "slices"

// A FaultWord is one row of what may be written in a fault: a word of a point,
// or an effect at one kind of point. The reader, the judge and the list that
// people read are made from these rows.
type FaultWord struct {
	Point   PointKind // where it goes; "": a word that narrows any point
	Word    string    // as in YAML
	Value   string    // what stands after it: the very word where Choice is set, else its form
	Says    string    // what it does, in one sentence
	Example string    // a fault in one line; $operation, $read and $event stand for names of a document
	Choice  bool      // Value is one of the few that there are
	Group   string    // of a group only one word goes in a fault
	Needs   []string  // one of these has to stand with it
	Stages  []string  // the stages that it goes with; nil: all, or it goes with none
}

// The groups of effects at an operation.
const (
	theAnswer  = "answer"  // what is answered
	theManner  = "manner"  // what becomes of the answer on its way
	theDeliver = "deliver" // when and how often a callback goes out
)

// PointWords are the words of a point, first the three that say where.
func PointWords() []FaultWord {
	return []FaultWord{
		{Point: AtOperation, Word: "operation", Value: "OPERATION", Says: "a request, by its operationId", Example: "{on: {operation: $operation}, do: {status: 503}}"},
		{Point: AtStage, Word: "stage", Value: "STAGE", Says: "a moment of a call's life: queue, dial, ring, answer, recording, transcript or analysis", Example: "{on: {stage: transcript}, do: {fail: 401}}"},
		{Point: AtEvent, Word: "event", Value: "EVENT", Says: "a callback, by its name in the document", Example: "{on: {event: $event}, do: {deliver: twice}}"},

		{Word: "provider", Value: "PROVIDER", Says: "only of this provider", Example: "{on: {operation: $operation, provider: $provider}, do: {status: 503}}"},
		{Word: "account", Value: "ACCOUNT", Says: "only with this account's credential, or of its calls", Example: "{on: {operation: $read, account: main}, do: {status: 503}}"},
		{Word: "persona", Value: "PERSONA", Says: "only where the called party behaves so", Example: "{on: {stage: transcript, persona: answers}, do: {never: true}}"},
		{Word: "call", Value: "ID", Says: "only what concerns this call", Example: "{on: {operation: $read, call: ID}, do: {status: 503}}"},
		{Word: "number", Value: "NUMBER", Says: "only what concerns calls to this number", Example: "{on: {operation: $read, number: '919812345678'}, do: {status: 503}}"},
		{Point: AtEvent, Word: "address", Value: "URL", Says: "only to addresses that begin so", Example: "{on: {event: $event, address: 'http://127.0.0.1'}, do: {deliver: never}}"},
		{Point: AtEvent, Word: "attempt", Value: "1 or [1, 2]", Says: "only these attempts to deliver", Example: "{on: {event: $event, attempt: 1}, do: {deliver: never}}"},
		{Word: "nth", Value: "1 or [1, 2]", Says: "only these of all that fit, counted for each fault", Example: "{on: {operation: $read, nth: [1, 2]}, do: {status: 503}}"},
		{Word: "times", Value: "N", Says: "at most so often", Example: "{on: {operation: $operation, times: 3}, do: {status: 503}}"},
		{Word: "chance", Value: "0.3", Says: "each with this probability, drawn from the sandbox's seed", Example: "{on: {operation: $operation, chance: 0.3}, do: {status: 503}}"},
	}
}

// EffectWords are the effects, by the kind of point that they go with.
func EffectWords() []FaultWord {
	return slices.Concat(operationEffects(), stageEffects(), eventEffects())
}

func operationEffects() []FaultWord {
	on := func(do string) string { return "{on: {operation: $operation}, do: {" + do + "}}" }
	return []FaultWord{
		{Point: AtOperation, Word: "fail", Value: "KIND", Group: theAnswer, Says: "answers with a documented failure, in the provider's own words", Example: on("fail: rate-limited")},
		{Point: AtOperation, Word: "status", Value: "503", Group: theAnswer, Says: "answers with this status, in the provider's own words", Example: on("status: 503")},
		{Point: AtOperation, Word: "body", Value: "JSON or text", Needs: []string{"status", "fail"}, Says: "answers with this body instead of the provider's words", Example: on("status: 500, body: {oh: no}")},
		{Point: AtOperation, Word: "headers", Value: "{NAME: VALUE}", Says: "adds these header fields to the answer", Example: on("status: 503, headers: {Server: proxy}")},
		{Point: AtOperation, Word: "retry_after", Value: "30s", Needs: []string{"status", "fail"}, Says: "adds the header Retry-After, in seconds", Example: on("status: 429, retry_after: 30s")},
		{Point: AtOperation, Word: "delay", Value: "3s", Says: "serves the request so much later, at the pace of the clock (frozen: in real time), also for a client that has left", Example: on("delay: 3s")},
		{Point: AtOperation, Word: "hang", Value: "true", Choice: true, Group: theAnswer, Says: "never answers, until the client leaves, the faults are reset or the server stops", Example: on("hang: true")},
		{Point: AtOperation, Word: "reset", Value: "before", Choice: true, Group: theManner, Says: "does what was asked, and resets the connection before the first byte of the answer", Example: on("reset: before")},
		{Point: AtOperation, Word: "reset", Value: "during", Choice: true, Group: theManner, Says: "resets the connection in the middle of the body", Example: on("reset: during")},
		{Point: AtOperation, Word: "reset", Value: "after", Choice: true, Group: theManner, Says: "resets the connection after the whole body", Example: on("reset: after")},
		{Point: AtOperation, Word: "truncate", Value: "true", Choice: true, Group: theManner, Says: "announces the whole body, sends half of it and closes the connection", Example: on("truncate: true")},
		{Point: AtOperation, Word: "malformed", Value: "true", Choice: true, Group: theManner, Says: "sends a body that is no JSON, under its right length", Example: on("malformed: true")},
		{Point: AtOperation, Word: "content_type", Value: "text/html", Says: "sends the answer under another Content-Type", Example: on("content_type: text/html")},
		{Point: AtOperation, Word: "expire", Value: "token", Choice: true, Group: theAnswer, Says: "lets the token or key of the request count as expired, from this request on", Example: "{on: {operation: $read, nth: 1}, do: {expire: token}}"},
		{Point: AtOperation, Word: "lag", Value: "5s", Group: theAnswer, Says: "answers a read as of so long ago, so that it lags behind its callback", Example: "{on: {operation: $read}, do: {lag: 5s}}"},
	}
}

func stageEffects() []FaultWord {
	on := func(stage, do string) string { return "{on: {stage: " + stage + "}, do: {" + do + "}}" }
	return []FaultWord{
		{Point: AtStage, Word: "fail", Value: "CODE or PERSONA", Group: theAnswer, Says: "lets the stage fail so: 486, busy, 401 …", Example: on("transcript", "fail: 401")},
		{Point: AtStage, Word: "delay", Value: "30s", Says: "lets the stage last so much longer", Example: on("ring", "delay: 30s")},
		{Point: AtStage, Word: "never", Value: "true", Choice: true, Group: theAnswer, Says: "lets the stage never end: a call that rings for ever, a transcript that stays in processing", Example: on("transcript", "never: true")},
		{Point: AtStage, Word: "empty", Stages: []string{"transcript"}, Value: "true", Choice: true, Group: theAnswer, Says: "leaves the transcript empty", Example: on("transcript", "empty: true")},
		{Point: AtStage, Word: "language", Stages: []string{"transcript"}, Value: "ta", Says: "writes the transcript in another language", Example: on("transcript", "language: ta")},
		{Point: AtStage, Word: "status", Stages: []string{"recording"}, Value: "404", Group: theAnswer, Says: "lets the recording's URL answer with this status", Example: on("recording", "status: 404")},
		{Point: AtStage, Word: "expire", Stages: []string{"recording"}, Value: "10s", Group: theAnswer, Says: "lets the recording's URL stop working so long after it was made", Example: on("recording", "expire: 10s")},
	}
}

func eventEffects() []FaultWord {
	on := func(do string) string { return "{on: {event: $event}, do: {" + do + "}}" }
	return []FaultWord{
		{Point: AtEvent, Word: "deliver", Value: "early", Choice: true, Group: theDeliver, Says: "sends the callback before the answer to the request that placed the call", Example: on("deliver: early")},
		{Point: AtEvent, Word: "deliver", Value: "twice", Choice: true, Group: theDeliver, Says: "sends it two times at the same instant", Example: on("deliver: twice")},
		{Point: AtEvent, Word: "deliver", Value: "again", Choice: true, Group: theDeliver, Says: "sends it a second time after the first was answered", Example: on("deliver: again")},
		{Point: AtEvent, Word: "deliver", Value: "last", Choice: true, Group: theDeliver, Says: "sends it out of order, after the next callback of its call", Example: on("deliver: last")},
		{Point: AtEvent, Word: "deliver", Value: "never", Choice: true, Group: theDeliver, Says: "does not send it", Example: on("deliver: never")},
		{Point: AtEvent, Word: "delay", Value: "5m", Says: "sends it so much later", Example: on("delay: 5m")},
		{Point: AtEvent, Word: "alter", Value: "{MEMBER: VALUE}", Says: "changes its body by a merge patch; null removes a member", Example: on("alter: {event: null}")},
		{Point: AtEvent, Word: "sign", Value: "wrong", Choice: true, Says: "signs it with another secret, where the provider signs", Example: on("sign: wrong")},
		{Point: AtEvent, Word: "sign", Value: "none", Choice: true, Says: "leaves its signature out, where the provider signs", Example: on("sign: none")},
	}
}
