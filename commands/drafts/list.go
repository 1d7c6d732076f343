package drafts

import "strings"

// list is a word list's patterns, found by their first word.
type list struct {
	first map[string][]pattern
	open  []pattern // those whose first word may begin or end otherwise
	ok    *list     // innocent uses; nil if there are none
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
	open := false
	for _, w := range p[0].words {
		if w.pre || w.post {
			open = true
			continue
		}
		l.first[w.text] = append(l.first[w.text], p)
		if w.folded != "" {
			l.first[w.folded] = append(l.first[w.folded], p)
		}
	}
	if open {
		l.open = append(l.open, p)
	}
}

// at returns the last token of the longest match that begins at token i, or -1.
func (l list) at(tokens []token, i int) int {
	end := -1
	for _, p := range l.first[tokens[i].word] {
		end = max(end, p.at(tokens, i))
	}
	for _, p := range l.open {
		end = max(end, p.at(tokens, i))
	}
	return end
}

// match is a range of tokens, both ends included.
type match struct{ from, to int }

// all returns the matches in a text, without overlaps.
func (l list) all(tokens []token) []match {
	var found []match
	for i := 0; i < len(tokens); i++ {
		if l.ok != nil {
			if end := l.ok.at(tokens, i); end >= i {
				i = end
				continue
			}
		}
		if end := l.at(tokens, i); end >= i {
			found = append(found, match{i, end})
			i = end
		}
	}
	return found
}

// in tells whether the text has a match at all.
func (l list) in(tokens []token) bool {
	return len(l.all(tokens)) > 0
}
