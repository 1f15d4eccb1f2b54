package engine

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
)

// A manner is what becomes of an answer on its way.
type manner struct {
	reset               string // before, during or after the body; "": it is not
	truncate, malformed bool
	header              http.Header // in place of its own
}

func (m *manner) add(do Effect) {
	if do.Reset != "" {
		m.reset = do.Reset
	}
	m.truncate = m.truncate || do.Truncate
	m.malformed = m.malformed || do.Malformed
	for name, value := range do.Headers {
		m.header = withHeader(m.header, name, value)
	}
	if do.Type != "" {
		m.header = withHeader(m.header, "Content-Type", do.Type)
	}
}

// dress gives an answer the header and the body that it is to have.
func (m *manner) dress(a *outgoing) error {
	if m.reset == "" && !m.truncate && !m.malformed && m.header == nil {
		return nil
	}
	header := a.header.Clone() // the provider's may be one that all replies share
	if header == nil {
		header = http.Header{}
	}
	a.header = header
	for name, values := range m.header {
		header[name] = values
	}
	if a.file != nil && (m.reset != "" || m.truncate || m.malformed) {
		body, err := io.ReadAll(a.file)
		if err != nil {
			return err
		}
		a.body, a.file = body, nil
	}
	if n := len(a.body); m.malformed && n > 0 {
		a.body = a.body[: n-1 : n-1] // what is left is no JSON, whatever it was
	}
	return nil
}

// ends tells whether the connection ends with the answer.
func (m *manner) ends() bool { return m.reset != "" || m.truncate }

// cut writes an answer as far as it gets, and ends the connection.
func (m *manner) cut(w http.ResponseWriter, r *http.Request, a *outgoing) {
	if m.truncate {
		half := *a
		half.write(shortened{w}, r)
		http.NewResponseController(w).Flush() // before anybody is called back about it
		return
	}
	conn, out, err := http.NewResponseController(w).Hijack()
	if err != nil { // a writer that is no connection; net/http closes it without a word
		panic(http.ErrAbortHandler)
	}
	if m.reset != "before" {
		if tcp := underlying(conn); tcp != nil {
			tcp.SetWriteBuffer(smallBuffer)
		}
		n := len(a.body)
		if m.reset == "during" {
			n /= 2
		}
		conn.SetWriteDeadline(deadline(usual.write))
		a.raw(out.Writer, n)
	}
	sever(conn)
}

// smallBuffer is so little that almost all has left when a write returns: what
// still lies in the buffer goes with a reset.
const smallBuffer = 4 << 10

// shortened writes only half of a body.
type shortened struct{ http.ResponseWriter }

// Write writes half, and says that it was all.
func (s shortened) Write(body []byte) (int, error) {
	if _, err := s.ResponseWriter.Write(body[:len(body)/2]); err != nil {
		return 0, err
	}
	return len(body), nil
}

// raw writes an answer with the first n bytes of its body by hand.
func (a *outgoing) raw(w *bufio.Writer, n int) {
	header := a.header.Clone()
	if header.Get("Content-Type") == "" && len(a.body) > 0 {
		header.Set("Content-Type", jsonType)
	}
	if a.status != http.StatusNoContent && a.status != http.StatusNotModified {
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteString("HTTP/1.1 " + strconv.Itoa(a.status) + " " + http.StatusText(a.status) + "\r\n")
	header.Write(w)
	w.WriteString("\r\n")
	w.Write(a.body[:n])
	w.Flush()
}

// underlying is the TCP connection that a server's connection is; nil: it is none.
func underlying(conn net.Conn) *net.TCPConn {
	if limited, ok := conn.(*limitedConn); ok {
		conn = limited.Conn
	}
	tcp, _ := conn.(*net.TCPConn)
	return tcp
}

// sever ends a connection with a reset where it knows how to, as TCP does, and
// a pipe of a bubble; any other just closes.
func sever(conn net.Conn) {
	inner := conn
	if limited, ok := conn.(*limitedConn); ok {
		inner = limited.Conn
	}
	if sudden, ok := inner.(interface{ SetLinger(seconds int) error }); ok {
		sudden.SetLinger(0)
	}
	conn.Close()
}

// hang keeps a request without an answer until its client leaves, the faults
// of the sandbox are reset or the server stops; then the connection closes.
func (v *visit) hang(w http.ResponseWriter) {
	unhurried(w)
	ctx, leave := context.WithCancel(v.HTTP.Context())
	defer leave()
	defer context.AfterFunc(v.plan.life, leave)()
	<-ctx.Done()
	panic(http.ErrAbortHandler)
}
