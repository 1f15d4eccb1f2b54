package engine

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

const jsonType = "application/json"

// jsonTypes is a value that all replies share; nobody writes on it.
var jsonTypes = []string{jsonType}

// An outgoing is a reply as it is written.
type outgoing struct {
	status int
	header http.Header
	body   []byte
	file   io.ReadSeeker // instead of a body; nil: none
}

// render turns a reply into bytes, which lie in into.
func render(reply Reply, into *scratch) (outgoing, error) {
	a := outgoing{status: reply.Status, header: reply.Header}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if a.status < 200 || a.status > 999 {
		return outgoing{}, fmt.Errorf("%d is no status of an answer", a.status)
	}
	switch body := reply.Body.(type) {
	case nil:
	case []byte:
		a.body = body
	case io.ReadSeeker:
		a.file = body
	default:
		if err := into.json.Encode(body); err != nil {
			return outgoing{}, fmt.Errorf("the reply cannot be written as JSON: %w", err)
		}
		into.Truncate(into.Len() - 1) // the encoder ends a line
		a.body = into.Bytes()
	}
	return a, nil
}

// write is the only place that a ResponseWriter is touched.
func (a *outgoing) write(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	if a.file != nil {
		http.ServeContent(w, r, "", time.Time{}, a.file)
		return
	}
	if _, said := header["Content-Type"]; !said && len(a.body) > 0 {
		header["Content-Type"] = jsonTypes
	}
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		w.WriteHeader(a.status)
		return
	}
	header["Content-Length"] = []string{strconv.Itoa(len(a.body))}
	w.WriteHeader(a.status)
	w.Write(a.body)
}

// kind is the media type of a body that does not say its own.
func (a *outgoing) kind() string {
	if len(a.body) == 0 {
		return ""
	}
	return jsonType
}
