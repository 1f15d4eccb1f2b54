package specs

import "strings"

const refKey = "$ref"

// checkReferences makes sure that every $ref leads somewhere in the file. The
// library finds that out too, but does not say where the reference stands.
func checkReferences(root, s source) error {
	if ref := s.child(refKey); ref.node != nil {
		if _, err := follow(root, ref); err != nil {
			return err
		}
	}
	for _, node := range s.node.Content {
		if err := checkReferences(root, source{s.file, node}); err != nil {
			return err
		}
	}
	return nil
}

// follow returns what a $ref leads to.
func follow(root, ref source) (source, error) {
	path, local := strings.CutPrefix(ref.node.Value, "#/")
	if !local {
		return source{}, ref.errorf("%s leads out of this file; a document is one file", ref.node.Value)
	}
	target := root
	for _, word := range strings.Split(path, "/") {
		next := target.child(unescape(word))
		if next.node == nil {
			return source{}, ref.errorf("%s leads nowhere: there is no %s%s", ref.node.Value, word, Hint(word, target.keys()))
		}
		target = next
	}
	return target, nil
}

// unescape reads one word of a JSON pointer.
func unescape(word string) string { return strings.NewReplacer("~1", "/", "~0", "~").Replace(word) }
