package engine

import (
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/ringer-mock/ringer/mocks/call"
)

// Recordings are WAV: PCM of 16 bits, mono, at the rate of a telephone.
const (
	sampleRate   = 8000
	sampleBytes  = 2
	headerBytes  = 44
	longestAudio = 24 * time.Hour // so that every length fits into the header's 32 bits
)

// recording is a WAV file that is computed where it is read, so that a range
// costs no more than its bytes: two quiet tones that take turns, like two
// people, with a pause between them.
type recording struct {
	header [headerBytes]byte
	size   int64
	offset int64
}

// newRecording is as long as the answered part of a call, to the sample.
func newRecording(answered time.Duration) *recording {
	samples := int64(min(max(answered, 0), longestAudio)) * sampleRate / int64(time.Second)
	data := samples * sampleBytes
	r := &recording{size: headerBytes + data}
	h := r.header[:0]
	h = append(h, "RIFF"...)
	h = binary.LittleEndian.AppendUint32(h, uint32(headerBytes-8+data))
	h = append(h, "WAVEfmt "...)
	h = binary.LittleEndian.AppendUint32(h, 16)
	h = binary.LittleEndian.AppendUint16(h, 1) // PCM
	h = binary.LittleEndian.AppendUint16(h, 1) // mono
	h = binary.LittleEndian.AppendUint32(h, sampleRate)
	h = binary.LittleEndian.AppendUint32(h, sampleRate*sampleBytes)
	h = binary.LittleEndian.AppendUint16(h, sampleBytes)
	h = binary.LittleEndian.AppendUint16(h, 8*sampleBytes)
	h = append(h, "data"...)
	binary.LittleEndian.AppendUint32(h, uint32(data))
	return r
}

// Read computes what stands at the offset.
func (r *recording) Read(into []byte) (int, error) {
	if r.offset >= r.size {
		return 0, io.EOF
	}
	into = into[:min(int64(len(into)), r.size-r.offset)]
	n := 0
	if r.offset < headerBytes {
		n = copy(into, r.header[r.offset:])
	}
	for ; n < len(into); n++ {
		at := r.offset + int64(n) - headerBytes
		sample := uint16(loudness(at / sampleBytes))
		into[n] = byte(sample >> (8 * (at % sampleBytes)))
	}
	r.offset += int64(n)
	return n, nil
}

// Seek is io.Seeker's.
func (r *recording) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.offset
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("seek before the beginning of a recording")
	}
	r.offset = offset
	return offset, nil
}

// loudness is one sample: triangle waves of about 200 and 320 Hz, two seconds
// of one, two of the other, each with a rest of a quarter.
func loudness(sample int64) int16 {
	const turn = 2 * sampleRate
	const speaks, loud = 3 * turn / 4, 1200
	within := sample % turn
	if within >= speaks {
		return 0
	}
	period := int64(40)
	if sample/turn%2 == 1 {
		period = 25
	}
	phase := within % period * 4 * loud / period
	switch {
	case phase < loud:
		return int16(phase)
	case phase < 3*loud:
		return int16(2*loud - phase)
	default:
		return int16(phase - 4*loud)
	}
}

// Recording is what there is to hear of a subject by now, for an operation to
// answer with: a WAV file as long as the answered part of the call. There is a
// failure instead where there is none, or where a fault arranged for one.
func Recording(s *Sandbox, subject Subject) (audio io.ReadSeeker, failed *Failure) {
	now := s.Now()
	state := subject.State(now)
	if state.Recording != call.Ready {
		return nil, &Failure{Kind: NotFound}
	}
	if trouble := subject.Timeline.Trouble(); trouble != nil {
		made, _ := subject.Timeline.When(call.RecordingReady)
		switch {
		case trouble.Status != 0:
			return nil, &Failure{Kind: kindOfStatus(trouble.Status), Status: trouble.Status}
		case trouble.Opens != 0 && !now.Before(made.Add(trouble.Opens)):
			return nil, &Failure{Kind: NotFound}
		}
	}
	return newRecording(state.Answered()), nil
}

// AudioType is the media type of recordings.
const AudioType = "audio/wav"
