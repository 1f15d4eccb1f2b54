package engine

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// recordings is the path of what no document has: the files behind the
// addresses that replies hand out. {sandbox}/{id}.wav follows.
const recordings = "/ringer/recordings/"

const wav = ".wav"

// RecordingURL is the address of a call's recording: signed, so that it cannot
// be guessed, and good until expires by the sandbox's clock; zero: for ever.
func RecordingURL(s *Sandbox, subject Subject, expires time.Time) string {
	query := url.Values{}
	until := ""
	if !expires.IsZero() {
		until = strconv.FormatInt(expires.Unix(), 10)
		query.Set("expires", until)
	}
	query.Set("signature", signature(s, subject.Provider, subject.ID, until))
	return subject.Order.Base + recordings + s.Origin().Name + "/" + url.PathEscape(subject.ID) + wav + "?" + query.Encode()
}

// signature depends on the sandbox's seed alone, so that a world made again
// signs alike.
func signature(s *Sandbox, provider, id, until string) string {
	mac := hmac.New(sha256.New, binary.BigEndian.AppendUint64(nil, s.Seed()))
	mac.Write([]byte(provider + "\n" + id + "\n" + until))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

func isRecording(path string) bool { return strings.HasPrefix(path, recordings) }

// recording serves one file, ranges included, or fails in the provider's form.
func (s *site) recording(w http.ResponseWriter, r *http.Request) {
	box, subject, audio, failed := s.recorded(r)
	if box == nil {
		box = s.fake.sandboxes.home()
	}
	box.touched()
	entry := &Entry{
		Provider: s.provider.Spec.Name, At: box.Now(), Sandbox: box.Name(), Subject: subject.ID,
		Method: r.Method, Status: http.StatusOK,
	}
	if failed != nil {
		s.refuse(w, r, failed, entry)
		return
	}
	s.redact.note(entry, "", r.URL, half{header: r.Header}, half{})
	s.fake.journal.add(entry)
	a := outgoing{status: http.StatusOK, header: http.Header{"Content-Type": {AudioType}}, file: audio}
	a.write(w, r)
}

// refuse answers a request for a file with a failure.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, failed *Failure, entry *Entry) {
	out := buffer()
	defer release(out)
	a, err := render(s.failure(failed), out)
	if err != nil {
		a = outgoing{status: http.StatusInternalServerError}
	}
	entry.Status, entry.Note = a.status, failed.Error()
	s.redact.note(entry, "", r.URL, half{header: r.Header}, half{header: a.header, kind: a.kind(), body: a.body})
	s.fake.journal.add(entry)
	a.write(w, r)
}

// recorded finds whose recording is asked for, and whether it may be had.
func (s *site) recorded(r *http.Request) (*Sandbox, Subject, io.ReadSeeker, *Failure) {
	name, file, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, recordings), "/")
	id, isWAV := strings.CutSuffix(file, wav)
	box, found := s.madeAs(name, id, r)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return box, Subject{}, nil, &Failure{Kind: WrongMethod, Header: http.Header{"Allow": {"GET, HEAD"}}}
	case !found || !isWAV:
		return nil, Subject{}, nil, &Failure{Kind: NotFound}
	}
	query := r.URL.Query()
	until := query.Get("expires")
	if !hmac.Equal([]byte(query.Get("signature")), []byte(signature(box, s.provider.Spec.Name, id, until))) {
		return box, Subject{}, nil, &Failure{Kind: Forbidden, Reason: "the signature does not fit"}
	}
	if unix, err := strconv.ParseInt(until, 10, 64); until != "" && (err != nil || !box.Now().Before(time.Unix(unix, 0))) {
		return box, Subject{}, nil, &Failure{Kind: Forbidden, Reason: "the address has expired"}
	}
	subject, found := box.subjectOf(s.provider, id)
	if !found {
		return box, Subject{}, nil, &Failure{Kind: NotFound}
	}
	audio, failed := Recording(box, subject)
	return box, subject, audio, failed
}

// madeAs finds the world that was made under a name: that which the header
// names, else one that has the subject.
func (s *site) madeAs(name, id string, r *http.Request) (*Sandbox, bool) {
	worlds := s.fake.sandboxes
	made := func(box *Sandbox) bool { return box.Origin().Name == name }
	if box, found := worlds.Get(r.Header.Get(SandboxHeader)); found && made(box) {
		return box, true
	}
	box, found := worlds.first(name, func(box *Sandbox) bool {
		_, has := box.subjectOf(s.provider, id)
		return has && made(box)
	})
	if !found {
		box, found = worlds.first(name, made)
	}
	return box, found
}
