package parse

import (
	"fmt"
	"regexp/syntax"
)

// needs finds pieces of text of which whatever a pattern fits holds at least
// one; none when there are no such pieces. Looking for them is so much quicker
// than matching that all languages can be tried on every message.
func needs(pattern string) ([]string, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("reading a pattern: %w", err)
	}
	return pieces(re), nil
}

func pieces(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCapture, syntax.OpPlus:
		return pieces(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return pieces(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if p := pieces(sub); worth(p) > worth(best) {
				best = p
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			p := pieces(sub)
			if p == nil {
				return nil
			}
			all = append(all, p...)
		}
		return all
	default: // may be empty, or anything
	}
	return nil
}

// worth is the length of the shortest piece: the longer, the rarer.
func worth(pieces []string) int {
	if len(pieces) == 0 {
		return 0
	}
	least := len(pieces[0])
	for _, p := range pieces {
		least = min(least, len(p))
	}
	return least
}
