package intellicall_test

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringer-mock/ringer/mocks/call"
)

// recorded places a call, lets it end, and returns the path of its recording.
func (b *bench) recorded(more string, lines ...string) string {
	b.Helper()
	id := b.place(answers, more, lines...)
	b.pass(time.Hour)
	return b.pathOf(id)
}

func (b *bench) pathOf(id string) string {
	b.Helper()
	url, _ := b.poll(id)["recording_url"].(string)
	path, own := strings.CutPrefix(url, "http://fake.test")
	require.True(b, own, "an address of the host that was asked: %s", url)
	return path
}

func TestARecordingPlaysForAsLongAsTheyTalkedToTheSample(t *testing.T) {
	for _, talk := range []time.Duration{48 * time.Second, 1375 * time.Millisecond, 125 * time.Microsecond, 2 * time.Minute} {
		b := newBench(t)
		b.box.BindNumber(answers, call.Persona{Name: call.Plain, TalksFor: talk})
		id := b.place(answers, "")
		b.pass(2 * time.Hour)
		w := b.ask("GET", b.pathOf(id), "", "Authorization: ")
		require.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, "audio/wav", w.Header().Get("Content-Type"))
		assert.Equal(t, "bytes", w.Header().Get("Accept-Ranges"))

		var head struct {
			RIFF              [4]byte
			Size              uint32
			WAVE, Fmt         [4]byte
			FmtSize           uint32
			Format, Channels  uint16
			Rate, BytesPerSec uint32
			Frame, Bits       uint16
			Data              [4]byte
			DataSize          uint32
		}
		file := w.Body.Bytes()
		require.NoError(t, binary.Read(bytes.NewReader(file), binary.LittleEndian, &head))
		assert.Equal(t, "RIFFWAVEfmt data", string(head.RIFF[:])+string(head.WAVE[:])+string(head.Fmt[:])+string(head.Data[:]))
		assert.Equal(t, []uint16{1, 1, 16}, []uint16{head.Format, head.Channels, head.Bits}, "PCM, mono, 16 bits")
		assert.Equal(t, head.Rate*uint32(head.Frame), head.BytesPerSec)
		assert.Equal(t, uint32(len(file)-8), head.Size)
		assert.Equal(t, uint32(len(file)-44), head.DataSize)

		subject, _ := b.box.Subject(id)
		answered := subject.State(b.box.Now()).Answered()
		assert.Equal(t, talk, answered)
		assert.Equal(t, int64(answered)*int64(head.Rate)/int64(time.Second), int64(head.DataSize)/int64(head.Frame), "samples of %v", talk)
	}
}

func TestARecordingCanBeReadInParts(t *testing.T) {
	b := newBench(t)
	path := b.recorded("")
	whole := b.ask("GET", path, "").Body.Bytes()
	for _, c := range []struct {
		asked  string
		status int
		want   []byte
	}{
		{"bytes=0-43", 206, whole[:44]},
		{"bytes=40-51", 206, whole[40:52]},
		{"bytes=8001-9000", 206, whole[8001:9001]},
		{"bytes=-7", 206, whole[len(whole)-7:]},
		{"bytes=1000-", 206, whole[1000:]},
		{"lines=1-2", 416, nil},
		{"bytes=99999999-", 416, nil},
	} {
		w := b.ask("GET", path, "", "Range: "+c.asked)
		assert.Equal(t, c.status, w.Code, c.asked)
		if c.want != nil {
			assert.Equal(t, c.want, w.Body.Bytes(), c.asked)
		}
	}
}

func TestNothingButARecordingIsServed(t *testing.T) {
	b := newBench(t)
	path := b.recorded("")
	name := strings.TrimPrefix(path, "/recordings/")
	other := b.recorded("")
	token := other[strings.LastIndexByte(other, '_'):]
	silent := b.place(answers, `"recording": false, `)
	running := b.place(answers, "")
	lost := b.place("9876002404", "")
	b.pass(20 * time.Second)

	for _, file := range []string{
		"crm_.wav", ".wav", "crm_", ".", "..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2fhealth", "..%5c..%5cwindows",
		"/" + name, "./" + name, "../recordings/" + name, name + "/", name + "%00", name + "%2f", name + ".wav", name + "%20", name + "%2e",
		strings.ToUpper(name), strings.TrimSuffix(name, ".wav"), strings.TrimPrefix(name, "crm_"), name[:len(name)-5] + ".wav",
		name[:strings.LastIndexByte(name, '_')] + token, "%63rm_%00.wav", strings.TrimPrefix(b.pathOf(running), "/recordings/"),
		"crm_" + silent + "_.wav", "crm_" + lost + "_.wav", silent, "crm_" + silent + ".wav", "%25",
	} {
		w := b.ask("GET", "/recordings/"+file, "")
		assert.Equal(t, http.StatusNotFound, w.Code, file)
		assert.Equal(t, "error", b.object(w)["status"], file)
	}
	assert.Equal(t, http.StatusMethodNotAllowed, b.ask("POST", path, "{}").Code)
	assert.Equal(t, http.StatusOK, b.ask("GET", path, "").Code)
	assert.Equal(t, http.StatusOK, b.ask("GET", "/recordings/%63"+name[1:], "").Code, "an escaped letter is the letter")
}

func TestARecordingIsFoundInItsSandboxWithoutBeingTold(t *testing.T) {
	b := newBench(t)
	w := b.ask("POST", "/calls", `{"from_number": "919800000000", "to_number": "9876543210", "crm_username": "agent.017", "uuid": "u"}`,
		"Authorization: Bearer YOUR_API_KEY+t42")
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	id := b.object(w)["call_id"].(string)
	assert.Equal(t, http.StatusNotFound, b.ask("GET", "/calls/"+id, "").Code, "it is not in the default one")

	b.box, _ = b.fake.Sandboxes().Get("t42")
	b.pass(time.Hour)
	w = b.ask("GET", "/calls/"+id, "", "Authorization: Bearer YOUR_API_KEY+t42")
	url := b.object(w)["recording_url"].(string)
	assert.Equal(t, http.StatusOK, b.ask("GET", strings.TrimPrefix(url, "http://fake.test"), "", "Authorization: ").Code)
}

func TestNamesOfRecordingsDoNotTellOneAnother(t *testing.T) {
	b := newBench(t)
	seen := map[string]bool{}
	for range 50 {
		id := b.place(answers, "")
		b.pass(10 * time.Second)
		path := b.pathOf(id)
		token := strings.TrimSuffix(path[strings.LastIndexByte(path, '_')+1:], ".wav")
		assert.Len(t, token, 20)
		assert.NotContains(t, id, token)
		assert.False(t, seen[token])
		seen[token] = true
	}
}
