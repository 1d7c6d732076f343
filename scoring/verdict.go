package scoring

import "fmt"

var verdictCodes = [...]string{"healthy", "watch", "talk", "renegotiate", "part-ways", "part-ways-now"}

// Verdicts lists all verdicts from good to bad.
func Verdicts() []Verdict {
	return []Verdict{Healthy, Watch, Talk, Renegotiate, PartWays, PartWaysNow}
}

// String returns the verdict's stable code, such as "part-ways". Codes are for
// logs and storage; labels for people are localised elsewhere.
func (v Verdict) String() string {
	if v < Healthy || v > PartWaysNow {
		return fmt.Sprintf("verdict(%d)", int(v))
	}
	return verdictCodes[v]
}

// ParseVerdict reads what String wrote.
func ParseVerdict(code string) (Verdict, error) {
	for i, c := range verdictCodes {
		if c == code {
			return Verdict(i), nil
		}
	}
	return Healthy, fmt.Errorf("unknown verdict %q", code)
}

// MarshalText writes the code.
func (v Verdict) MarshalText() ([]byte, error) {
	if v < Healthy || v > PartWaysNow {
		return nil, fmt.Errorf("unknown verdict %d", int(v))
	}
	return []byte(verdictCodes[v]), nil
}

// UnmarshalText reads the code.
func (v *Verdict) UnmarshalText(text []byte) error {
	parsed, err := ParseVerdict(string(text))
	if err != nil {
		return err
	}
	*v = parsed
	return nil
}

// ParseSeverity reads "low", "normal" or "high"; "" is Normal.
func ParseSeverity(s string) (Severity, error) {
	switch sev := Severity(s); sev {
	case "":
		return Normal, nil
	case Low, Normal, High:
		return sev, nil
	}
	return "", fmt.Errorf("unknown severity %q", s)
}

// RemedyKinds lists the remedies that can be recorded.
func RemedyKinds() []RemedyKind {
	return []RemedyKind{TalkHeld, WarningGiven, BoundarySet, PriceRaised, ScopeAgreed}
}

// ParseRemedy reads "talk", "warning", "boundary", "price" or "scope".
func ParseRemedy(s string) (RemedyKind, error) {
	for _, k := range RemedyKinds() {
		if string(k) == s {
			return k, nil
		}
	}
	return "", fmt.Errorf("unknown remedy %q", s)
}
