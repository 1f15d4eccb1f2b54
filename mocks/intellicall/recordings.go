package intellicall

import (
	"net/http"
	"strings"

	"github.com/ringer-mock/ringer/mocks/engine"
)

// The name of a recording is crm_, the id of its call, _, what nobody can
// guess, and .wav (AVY-030, AVY-052).
const (
	filePrefix = "crm_"
	fileEnding = ".wav"
)

// file is the name of a call's recording, whether or not there is one.
func file(box *engine.Sandbox, c engine.Subject) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	if name := c.Order.Details.(*order).File; name != "" {
		return name
	}
	return filePrefix + c.ID + "_" + engine.Letters(box.Faker("recording", c.Ordinal), alphabet, 20) + fileEnding
}

// callOf is the id of the call whose recording has this name.
func callOf(name string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(name, filePrefix), "_")
	return id
}

// names says which sandbox a request selects: by its key, and by its name for
// a recording, which needs no key (AVY-050).
func names(keys *engine.Keys) func(*engine.Request) engine.Naming {
	return func(r *engine.Request) engine.Naming {
		if name := r.Text("filename"); name != "" {
			return engine.Naming{Subject: callOf(name)}
		}
		return keys.Names(r)
	}
}

// downloadRecording gives the file to whoever knows its name. A name is only
// ever compared: no file lies anywhere.
func downloadRecording(r *engine.Request) (engine.Reply, error) {
	name := r.Text("filename")
	if c, known := r.Find(kindCall, callOf(name)); known && file(r.Sandbox, c) == name {
		audio, failed := engine.Recording(r.Sandbox, c)
		switch {
		case failed == nil:
			return engine.Reply{Status: http.StatusOK, Header: http.Header{"Content-Type": {engine.AudioType}}, Body: audio}, nil
		case failed.Kind != engine.NotFound:
			return engine.Reply{}, failed
		}
	}
	return engine.Reply{}, &engine.Failure{Kind: engine.NotFound, Reason: "there is no such recording"}
}
