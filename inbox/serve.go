package inbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// TookHeader tells a sender on a virtual clock how long the receiver claims to have taken, as a Go duration.
const TookHeader = "Ringer-Took"

var errTrailing = errors.New("something follows the JSON value")

// ServeHTTP keeps the request and answers it by the script, or with 200 and an empty body. What is too long is
// answered with 413, what breaks off is dropped.
func (b *Box) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(b.opts.Body)))
	if err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	d := Delivery{At: b.opts.Now(), Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(), Body: body}
	d.JSON, d.JSONErr = Decode(body)

	answer := b.keep(d)
	if answer.After > 0 {
		b.take(r, answer.After)
	}
	switch {
	case r.Context().Err() != nil: // the sender has left, or the server ends
		panic(http.ErrAbortHandler)
	case answer.Reset:
		reset(w)
		return
	}
	for name, value := range answer.Headers {
		w.Header().Set(name, value)
	}
	if answer.After > 0 {
		w.Header().Set(TookHeader, answer.After.String())
	}
	w.WriteHeader(answer.Status)
	io.WriteString(w, answer.Body)
}

// reset ends a connection with a word of refusal instead of a farewell, as far as it can be had.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	for inner := conn; ; {
		if sudden, ok := inner.(interface{ SetLinger(seconds int) error }); ok {
			sudden.SetLinger(0)
			return
		}
		wrapper, ok := inner.(interface{ NetConn() net.Conn })
		if !ok {
			return
		}
		inner = wrapper.NetConn()
	}
}

func (b *Box) take(r *http.Request, after time.Duration) {
	if b.opts.Sleep != nil {
		b.opts.Sleep(r.Context(), after)
	}
}

// Decode reads one JSON value, with numbers as json.Number.
func Decode(body []byte) (any, error) {
	var value any
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errTrailing
	}
	return value, nil
}
