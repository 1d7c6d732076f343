package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// Secret is a setting that must not be seen. It holds a pointer, because fmt
// reads unexported fields without asking their methods: what it would find
// there is an address.
type Secret struct{ value *string }

// newSecret wraps a text.
func newSecret(text string) Secret { return Secret{&text} }

// Reveal returns the secret itself, "" when it is not set.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Set tells whether there is a secret.
func (s Secret) Set() bool { return s.Reveal() != "" }

// String tells only whether there is a secret.
func (s Secret) String() string {
	if s.Set() {
		return "(set)"
	}
	return "(unset)"
}

// Format is String for every verb, %#v and %q included.
func (s Secret) Format(f fmt.State, _ rune) {
	// The writer is fmt's own buffer, which does not fail.
	_, _ = io.WriteString(f, s.String())
}

// LogValue is String for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is String for JSON and other encodings.
//
//nolint:unparam // encoding.TextMarshaler asks for the error
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the secret from a setting. It never fails, because the
// error would carry the text.
//
//nolint:unparam // encoding.TextUnmarshaler asks for the error
func (s *Secret) UnmarshalText(text []byte) error {
	*s = newSecret(strings.TrimSpace(string(text)))
	return nil
}

// maxSecretFile bounds a NAME_FILE in bytes.
const maxSecretFile = 64 << 10

// readSecretFile returns what a NAME_FILE holds, without the line break that editors leave.
func readSecretFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err // the caller names the setting; the path is in the error
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxSecretFile+1))
	switch {
	case err != nil:
		return "", err
	case len(text) > maxSecretFile:
		return "", errors.New("the file is larger than a secret can be")
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" {
		return "", errors.New("the file is empty")
	}
	return secret, nil
}
