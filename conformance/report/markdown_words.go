package report

import "strings"

// fence writes text as it is, between fences longer than any in it.
func (m markdown) fence(language, text string) {
	ticks := "```"
	for strings.Contains(text, ticks) {
		ticks += "`"
	}
	m.line("")
	m.line("%s%s", ticks, language)
	m.WriteString(visible(text))
	m.line("%s", ticks)
	m.line("")
}

// prose is text in which nothing is a mark of Markdown or HTML.
func prose(text string) string {
	text = strings.Join(strings.Fields(visible(text)), " ")
	var out strings.Builder
	for _, r := range text {
		switch r {
		case '&':
			out.WriteString("&amp;")
			continue
		case '<':
			out.WriteString("&lt;")
			continue
		case '@': // a mention would call a person
			out.WriteString("&#64;")
			continue
		case '\\', '`', '*', '_', '[', ']', '#', '|', '~', '$':
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// code is text in a code span, which also stands in a table.
func code(text string) string {
	text = strings.Join(strings.Fields(visible(text)), " ")
	if text == "" {
		return "nothing"
	}
	ticks := "`"
	for strings.Contains(text, ticks) {
		ticks += "`"
	}
	pad := ""
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		pad = " "
	}
	return ticks + pad + strings.ReplaceAll(text, "|", "\\|") + pad + ticks
}
