package drafts

import "strings"

// list is a word list's patterns, found by their first word.
type list struct {
	first map[string][]pattern
	open  initials[pattern] // those whose first word may begin or end otherwise
	ok    *list             // innocent uses; nil if there are none
}

func (w *wordlists) newList(lines []string) (list, error) {
	l := list{first: map[string][]pattern{}}
	var innocent []string
	for _, line := range lines {
		if use, ok := strings.CutPrefix(line, "ok "); ok {
			innocent = append(innocent, use)
			continue
		}
		patterns, err := w.parsePatterns(line)
		if err != nil {
			return list{}, err
		}
		for _, p := range patterns {
			l.add(p)
		}
	}
	if len(innocent) > 0 {
		ok, err := w.newList(innocent)
		if err != nil {
			return list{}, err
		}
		l.ok = &ok
	}
	return l, nil
}

func (l *list) add(p pattern) {
	var open []word
	for _, w := range p[0].words {
		if w.pre || w.post {
			open = append(open, w)
			continue
		}
		l.first[w.text] = append(l.first[w.text], p)
		if w.folded != "" {
			l.first[w.folded] = append(l.first[w.folded], p)
		}
	}
	l.open.add(open, p)
}

// at returns the last token of the longest match that begins at token i, or -1.
func (l *list) at(tokens []token, i int) int {
	if !tokens[i].content() {
		return -1
	}
	end := -1
	for _, p := range l.first[tokens[i].word] {
		end = max(end, p.at(tokens, i))
	}
	for _, p := range l.open.of(tokens[i].word) {
		end = max(end, p.at(tokens, i))
	}
	for _, p := range l.open.any {
		end = max(end, p.at(tokens, i))
	}
	return end
}

// match is a range of tokens, both ends included.
type match struct{ from, to int }

// next returns the first match from token i on.
func (l *list) next(tokens []token, i int) (match, bool) {
	for ; i < len(tokens); i++ {
		if l.ok != nil {
			if end := l.ok.at(tokens, i); end >= i {
				i = end
				continue
			}
		}
		if end := l.at(tokens, i); end >= i {
			return match{i, end}, true
		}
	}
	return match{}, false
}

// all returns the matches in a text, without overlaps.
func (l *list) all(tokens []token) []match {
	var found []match
	for m, ok := l.next(tokens, 0); ok; m, ok = l.next(tokens, m.to+1) {
		found = append(found, m)
	}
	return found
}

// in tells whether the text has a match at all.
func (l *list) in(tokens []token) bool {
	_, ok := l.next(tokens, 0)
	return ok
}

// initials files what the words of a list stand for by how these begin, so that
// at each word of a text only a few are tried.
type initials[T any] struct {
	by  map[byte][]T // by the first byte of a word
	any []T          // where a word may begin as it likes
}

func (n *initials[T]) add(words []word, v T) {
	begins := map[byte]bool{}
	for _, w := range words {
		if w.pre {
			n.any = append(n.any, v)
			return
		}
		begins[w.text[0]] = true
		if w.folded != "" {
			begins[w.folded[0]] = true
		}
	}
	for b := range begins {
		if n.by == nil {
			n.by = map[byte][]T{}
		}
		n.by[b] = append(n.by[b], v)
	}
}

// of is what a word of a text may be, by its first byte; any is not in it.
func (n *initials[T]) of(word string) []T {
	if word == "" {
		return nil
	}
	return n.by[word[0]]
}
