package storage

import (
	"errors"
	"fmt"
)

// Errors that callers act on; compare with errors.Is.
var (
	// ErrNotFound means that the client, entry or token does not exist.
	ErrNotFound = errors.New("not found")
	// ErrNameTaken means that another client has the name; see NameTakenError.
	ErrNameTaken = errors.New("name is taken")
	// ErrBadName means that a name has no letter or digit to know it by, or is too long.
	ErrBadName = errors.New("not usable as a name")
	// ErrAlreadyTakenBack means that the entry was withdrawn before.
	ErrAlreadyTakenBack = errors.New("already taken back")
	// ErrUnavailable means that the store could not be reached: certainly nothing was written.
	ErrUnavailable = errors.New("store unavailable, nothing was written")
	// ErrUnsure means that the store was lost while it worked: what was asked may
	// or may not have been written. Asking again with the same event id is safe.
	ErrUnsure = errors.New("store lost while writing, cannot tell whether it was written")
	// ErrBusy means that others kept changing the same client; nothing was written.
	ErrBusy = errors.New("others are changing this client, nothing was written")
	// ErrCorrupt means that something stored cannot be read; see CorruptError. Nothing is changed.
	ErrCorrupt = errors.New("stored data cannot be read")
	// ErrWrongType means that a key holds another type than ours; see WrongTypeError. Nothing is changed.
	ErrWrongType = errors.New("key holds another type")
	// ErrVersion means that data was written by a later version of the program. Nothing is changed.
	ErrVersion = errors.New("written by a later version")
	// ErrKey means that text is encrypted and the key at hand does not open it.
	ErrKey = errors.New("encrypted with another key")
)

// NameTakenError names the client that has a name.
type NameTakenError struct {
	Name string // the name asked for
	Has  Known  // who has it
}

func (e *NameTakenError) Error() string {
	return fmt.Sprintf("name %q is taken by client %q", e.Name, e.Has.Name)
}

// Is makes errors.Is(err, ErrNameTaken) true.
func (e *NameTakenError) Is(target error) bool { return target == ErrNameTaken }

// CorruptError says which key, and which entry or field in it, cannot be read.
// Kind is ErrCorrupt, ErrVersion or ErrKey.
type CorruptError struct {
	Key   string
	Entry string // entry id or field; may be empty
	Kind  error
	Cause error // may be nil
}

func (e *CorruptError) Error() string {
	s := "key " + e.Key
	if e.Entry != "" {
		s += ", entry " + e.Entry
	}
	s += ": " + e.Kind.Error()
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Is matches the Kind.
func (e *CorruptError) Is(target error) bool { return target == e.Kind }

// Unwrap returns the cause.
func (e *CorruptError) Unwrap() error { return e.Cause }

// WrongTypeError names the key that holds another type.
type WrongTypeError struct {
	Key, Want, Got string
}

func (e *WrongTypeError) Error() string {
	return fmt.Sprintf("key %s holds a %s where a %s belongs", e.Key, e.Got, e.Want)
}

// Is makes errors.Is(err, ErrWrongType) true.
func (e *WrongTypeError) Is(target error) bool { return target == ErrWrongType }
