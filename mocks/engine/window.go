package engine

import "errors"

// window is what an advance has still to do.
type window struct {
	to      string
	end     int64 // the clock does not pass it
	land    bool  // the clock moves there when nothing is left
	chosen  bool  // to next: the instant is known, and is end
	patient bool  // receivers get time after each instant
	quiet   bool  // they had it, at this one
}

func (a Advance) window(from int64) window {
	w := window{to: a.To, end: endOfTime, patient: a.Quiet > 0, quiet: a.Quiet == 0}
	switch {
	case a.To == "":
		w.end, w.land = from+int64(a.By), true
	case a.To == "next" && a.Within > 0:
		w.end, w.land = from+int64(a.Within), true
	case a.To == "idle":
		w.end = from + int64(busyTime)
	}
	return w
}

// over tells whether what is due next, if anything, lies beyond the window.
func (w *window) over(e entry, any bool) (bool, error) {
	switch {
	case !any:
		return true, nil
	case w.to == "idle" && e.at > w.end:
		return false, errors.New("30 days passed")
	case e.at > w.end:
		return true, nil
	case w.to == "next" && !w.chosen:
		w.chosen, w.end, w.land = true, e.at, false
	}
	return false, nil
}
