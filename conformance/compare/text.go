package compare

import (
	"bufio"
	"fmt"
	"io"
)

// Text writes what differs, and in its last line what was compared.
func Text(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	for _, d := range r.Differences {
		head := d.About
		if d.Path != "" {
			head += " " + d.Path
		}
		fmt.Fprintln(out, head)
		fmt.Fprintf(out, "  %s: %s\n", label(r.A, "first", r), d.A)
		fmt.Fprintf(out, "  %s: %s\n", label(r.B, "second", r), d.B)
		where := d.Scenario
		if d.Step > 0 {
			where += fmt.Sprintf(", step %d", d.Step)
		}
		if d.Times > 1 {
			where += fmt.Sprintf(", and %d more", d.Times-1)
		}
		fmt.Fprintf(out, "  in %s\n", where)
	}
	if len(r.Alone) > 0 {
		fmt.Fprintf(out, "played against one of the two only: %d, such as %s\n", len(r.Alone), r.Alone[0])
	}
	verdict := "nothing differs"
	if n := len(r.Differences); n == 1 {
		verdict = "1 difference"
	} else if n > 1 {
		verdict = fmt.Sprintf("%d differences", n)
	}
	fmt.Fprintf(out, "%s, %s and %s: %s in %d scenarios, %d answers and %d callbacks\n",
		r.Provider, label(r.A, "first", r), label(r.B, "second", r), verdict, r.Scenarios, r.Answers, r.Callbacks)
	return out.Flush()
}

// label is a target's name, or its place where both are called alike.
func label(name, place string, r *Report) string {
	if r.A == r.B {
		return "the " + place
	}
	return name
}
