package main

// inactiveEmail is the user whose token outlived the account.
const inactiveEmail = "leaver@acme.example"

type account struct {
	password             string
	inactive, unverified bool
}

func accounts() map[string]account {
	return map[string]account{
		"ops@acme.example":      {password: "correct-horse"},
		"sales@acme.example":    {password: "battery-staple"},
		inactiveEmail:           {password: "gone-fishing", inactive: true},
		"newcomer@acme.example": {password: "not-yet", unverified: true},
	}
}

// outcome is how a call goes. The zero outcome is answered, and its transcript
// succeeds.
type outcome struct {
	failure           string // why the call never connected
	transcriptFailure string
	transcriptStuck   bool // the transcript stays in processing
}

// outcomes are the numbers with a fate of their own; every other one answers.
// The office itself is 442079460001 and its desk 442079460002.
func outcomes() map[string]outcome {
	return map[string]outcome{
		"442079460011": {failure: "Line busy"},
		"442079460012": {failure: "No reply"},
		"442079460013": {failure: "Call rejected"},
		"442079460014": {failure: "Number not reachable"},
		"442079460015": {failure: "Call withdrawn"},
		"442079460016": {failure: "Carrier fault"},
		"442079460021": {transcriptFailure: "Client error '401 Unauthorized' for url 'https://speech.acme.example/diarize'"},
		"442079460022": {transcriptFailure: "Server error '500 Internal Server Error' for url 'https://speech.acme.example/diarize'"},
		"442079460023": {transcriptStuck: true},
	}
}
