package engine

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestARecordingIsAsLongAsTheAnsweredPartToTheSample(t *testing.T) {
	for answered, samples := range map[time.Duration]int{0: 0, -time.Second: 0, time.Second: 8000, 48 * time.Second: 384_000, 1250 * time.Microsecond: 10} {
		wav, err := io.ReadAll(newRecording(answered))
		require.NoError(t, err)
		require.Len(t, wav, 44+2*samples)
		assert.Equal(t, "RIFF", string(wav[:4]))
		assert.Equal(t, uint32(len(wav)-8), binary.LittleEndian.Uint32(wav[4:]))
		assert.Equal(t, "WAVEfmt ", string(wav[8:16]))
		assert.Equal(t, uint32(8000), binary.LittleEndian.Uint32(wav[24:]), "sample rate")
		assert.Equal(t, uint32(16000), binary.LittleEndian.Uint32(wav[28:]), "bytes a second")
		assert.Equal(t, uint16(16), binary.LittleEndian.Uint16(wav[34:]), "bits a sample")
		assert.Equal(t, uint32(2*samples), binary.LittleEndian.Uint32(wav[40:]))
	}
}

func TestAnyRangeOfARecordingIsAPartOfTheWhole(t *testing.T) {
	whole, err := io.ReadAll(newRecording(3 * time.Second))
	require.NoError(t, err)
	require.NoError(t, iotest.TestReader(newRecording(3*time.Second), whole))
	dice := rand.New(rand.NewPCG(9, 10))
	r := newRecording(3 * time.Second)
	for range 200 {
		from := dice.IntN(len(whole))
		part := make([]byte, dice.IntN(min(300, len(whole)-from))+1)
		_, err := r.Seek(int64(from), io.SeekStart)
		require.NoError(t, err)
		_, err = io.ReadFull(r, part)
		require.NoError(t, err)
		require.Equal(t, whole[from:from+len(part)], part)
	}
	_, err = r.Seek(-1, io.SeekStart)
	assert.Error(t, err)
}

func TestARecordingCanBeHeardAndIsQuiet(t *testing.T) {
	loudest, silent := int16(0), 0
	for i := range int64(4 * sampleRate) {
		v := loudness(i)
		loudest = max(loudest, v, -v)
		if v == 0 {
			silent++
		}
	}
	assert.Equal(t, int16(1200), loudest)
	assert.Greater(t, silent, sampleRate/2)
}
