package engine

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// oneConn is a listener with a single connection.
type oneConn struct {
	net.Listener
	conns chan net.Conn
}

func (l *oneConn) Accept() (net.Conn, error) {
	conn, ok := <-l.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l *oneConn) Close() error   { return nil }
func (l *oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// notedConn notes each write when it is over.
type notedConn struct {
	net.Conn
	note func()
}

func (c *notedConn) Write(p []byte) (int, error) {
	defer c.note()
	return c.Conn.Write(p)
}

func TestWhatARequestSetsInMotionHappensAfterItsAnswerWasWritten(t *testing.T) {
	b := newBench(t)
	var order []string // written by the goroutine that serves the connection
	b.fake.providers[0].Callbacks.Render = func(*Moment) []Callback {
		order = append(order, "told")
		return nil
	}
	client, serves := net.Pipe()
	conns := make(chan net.Conn, 1)
	conns <- &notedConn{serves, func() { order = append(order, "answered") }}
	server := b.fake.server(b.fake.Handler("paging"))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(limited(&oneConn{conns: conns}, 1)) }()

	go io.WriteString(client, "POST /pages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer main/default/0\r\nContent-Length: 16\r\n\r\n{\"to\": \"123456\"}")
	answer, err := http.ReadResponse(bufio.NewReader(client), nil)
	require.NoError(t, err)
	_, err = io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, 201, answer.StatusCode)
	client.Close()
	close(conns)
	require.Error(t, <-ended)
	require.NoError(t, server.Shutdown(t.Context())) // waits for the connection's goroutine

	assert.Equal(t, []string{"answered", "told"}, order)
	assert.Equal(t, 200, b.tell("POST", "/sandboxes/default/clock/advance", `{"by": "1ms"}`).Code, "nothing is held any more")
}

func TestAConnectionLetsHappenWhatWaitedWhenItIsClosed(t *testing.T) {
	_, serves := net.Pipe()
	places := make(chan struct{}, 1)
	places <- struct{}{}
	conn := &limitedConn{Conn: serves, listener: &limitedListener{places: places}}
	happened := 0
	require.True(t, afterAnswer(withConn(t.Context(), conn), 10, func() { happened++ }))
	require.NoError(t, conn.Close())
	conn.Close()
	assert.Equal(t, 1, happened)
	assert.False(t, afterAnswer(withConn(t.Context(), conn), 1<<20, func() {}), "a long answer is not held back")
	assert.False(t, afterAnswer(t.Context(), 10, func() {}))
}
