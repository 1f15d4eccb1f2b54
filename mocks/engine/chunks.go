package engine

import "math/bits"

// chunks is a list that grows without moving what it holds, so that no growth
// holds a lock for long: parts of 8, 16 … 4,096 items, and then of 4,096.
type chunks[T any] struct {
	parts [][]T
	n     int
}

const (
	firstChunk = 8
	lastChunk  = 4096
	growing    = 9                             // parts that are smaller than the last size
	grown      = firstChunk * (1<<growing - 1) // items in those
)

// place finds the part of an item and its place within.
func place(i int) (part, at int) {
	if n := uint(i - grown); i >= grown {
		return int(growing + n/lastChunk), int(n % lastChunk)
	}
	part = bits.Len(uint(i)/firstChunk+1) - 1
	return part, i - firstChunk*(1<<part-1)
}

func (c *chunks[T]) len() int { return c.n }

func (c *chunks[T]) at(i int) *T {
	part, at := place(i)
	return &c.parts[part][at]
}

// push adds an item and returns its place.
func (c *chunks[T]) push(item T) int {
	i := c.n
	part, at := place(i)
	if part == len(c.parts) {
		c.parts = append(c.parts, make([]T, firstChunk<<min(part, growing)))
	}
	c.parts[part][at] = item
	c.n++
	return i
}

// pop removes the last item. One empty part is kept for the next push.
func (c *chunks[T]) pop() T {
	c.n--
	part, at := place(c.n)
	item := c.parts[part][at]
	var zero T
	c.parts[part][at] = zero
	if part+2 < len(c.parts) {
		c.parts[part+2] = nil
		c.parts = c.parts[:part+2]
	}
	return item
}
