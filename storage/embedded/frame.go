package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"time"
)

// A journal is a header line and frames: length and CRC-32C of what follows,
// four bytes each, little-endian, then the record:
//
//	'c' clock, number of arguments, length and bytes of each   a command
//	't' clock                                                  time to live passed up to it
//
// Clocks are unix nanoseconds as varints, numbers uvarints.
const (
	headerPrefix  = "amicable journal, version "
	formatVersion = 1
	frameOverhead = 8
	maxFrame      = 128 << 20
)

var header = fmt.Sprintf("%s%d\n", headerPrefix, formatVersion)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// record is what a frame holds; args are nil for a tick.
type record struct {
	clock time.Time
	args  []string
}

func commandFrame(clock time.Time, args []string) []byte {
	n := frameOverhead + 24
	for _, a := range args {
		n += len(a) + 5
	}
	b := make([]byte, frameOverhead, n)
	b = append(b, 'c')
	b = binary.AppendVarint(b, clock.UnixNano())
	b = binary.AppendUvarint(b, uint64(len(args)))
	for _, a := range args {
		b = binary.AppendUvarint(b, uint64(len(a)))
		b = append(b, a...)
	}
	return seal(b)
}

func tickFrame(clock time.Time) []byte {
	b := append(make([]byte, frameOverhead, 2*frameOverhead+2), 't')
	return seal(binary.AppendVarint(b, clock.UnixNano()))
}

func seal(b []byte) []byte {
	body := b[frameOverhead:]
	binary.LittleEndian.PutUint32(b, uint32(len(body)))
	binary.LittleEndian.PutUint32(b[4:], crc32.Checksum(body, castagnoli))
	return b
}

var (
	errShort = errors.New("cut off")
	errSum   = errors.New("checksum does not match")
)

// nextFrame finds the frame that b begins with: its body and what comes after.
func nextFrame(b []byte) (body, rest []byte, err error) {
	if len(b) < frameOverhead {
		return nil, nil, errShort
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n == 0 || n > maxFrame {
		return nil, nil, errSum
	}
	if n > int64(len(b)-frameOverhead) {
		return nil, nil, errShort
	}
	body = b[frameOverhead : frameOverhead+n]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(b[4:]) {
		return nil, nil, errSum
	}
	return body, b[frameOverhead+n:], nil
}

// readRecord reads a frame's body.
func readRecord(body []byte) (record, error) {
	if len(body) == 0 {
		return record{}, errShort
	}
	kind, b := body[0], body[1:]
	nano, n := binary.Varint(b)
	if n <= 0 {
		return record{}, errors.New("no clock")
	}
	b = b[n:]
	r := record{clock: time.Unix(0, nano)}
	switch kind {
	case 't':
		if len(b) > 0 {
			return record{}, errors.New("tick is too long")
		}
		return r, nil
	case 'c':
	default:
		return record{}, fmt.Errorf("record of kind %q", kind)
	}
	count, n := binary.Uvarint(b)
	if n <= 0 || count == 0 || count > uint64(len(b)) {
		return record{}, errors.New("wrong number of arguments")
	}
	b = b[n:]
	r.args = make([]string, 0, count)
	for range count {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return record{}, errors.New("argument is too long")
		}
		end := n + int(size)
		r.args = append(r.args, string(b[n:end]))
		b = b[end:]
	}
	if len(b) > 0 {
		return record{}, errors.New("command is too long")
	}
	return r, nil
}

// torn tells whether a frame that cannot be read is merely the end of what was
// being written when the process died: nothing readable comes after it.
func torn(b []byte) bool {
	if len(bytes.Trim(b, "\x00")) == 0 {
		return true
	}
	for i := 1; i+frameOverhead < len(b); i++ {
		if body, _, err := nextFrame(b[i:]); err == nil {
			if _, err := readRecord(body); err == nil {
				return false
			}
		}
	}
	return true
}
