package main

import (
	"bytes"
	"crypto/hmac"
	"encoding/binary"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// recordingAddress is a signed address, good for a week of provider time.
func (g *gateway) recordingAddress(base string, c *call) string {
	expires := strconv.FormatInt(c.ended.Add(7*24*time.Hour).Unix(), 10)
	query := url.Values{"expires": {expires}, "signature": {g.sign(c.id + expires)}}
	return base + "/recordings/" + c.id + "?" + query.Encode()
}

// recording serves the answered part of a call as a WAV file to whoever holds
// its signed address.
func (g *gateway) recording(w http.ResponseWriter, r *http.Request) {
	id, expires := r.PathValue("call_id"), r.FormValue("expires")
	until, err := strconv.ParseInt(expires, 10, 64)
	signed := hmac.Equal([]byte(g.sign(id+expires)), []byte(r.FormValue("signature")))
	now := g.clock.now()
	if err != nil || !signed || now.Unix() >= until {
		detail(w, http.StatusForbidden, "The address is not valid any more")
		return
	}
	g.mu.Lock()
	c := g.byID[id]
	g.mu.Unlock()
	if c == nil || !c.over(now) {
		detail(w, http.StatusNotFound, "Not Found")
		return
	}
	w.Header().Set("Content-Type", "audio/wav")
	http.ServeContent(w, r, "", c.ended, bytes.NewReader(wav(endedAfter-answeredAfter)))
}

// wav is a soft tone of 8-bit mono PCM at 8 kHz.
func wav(length time.Duration) []byte {
	const rate = 8000
	samples := int(length.Seconds() * rate)
	var file bytes.Buffer
	little := func(v any) { _ = binary.Write(&file, binary.LittleEndian, v) } // a buffer takes everything
	file.WriteString("RIFF")
	little(uint32(36 + samples))
	file.WriteString("WAVEfmt ")
	little([]uint32{16, 1 | 1<<16, rate, rate, 1 | 8<<16, binary.LittleEndian.Uint32([]byte("data")), uint32(samples)})
	for i := range samples {
		file.WriteByte(byte(120 + 16*(i/10%2))) // 400 Hz
	}
	return file.Bytes()
}
