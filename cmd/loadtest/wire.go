package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// wire is one keep-alive HTTP/1.1 connection.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
	body []byte
}

// requestTime bounds one request.
const requestTime = 10 * time.Second

func dialWire(addr string) (*wire, error) {
	conn, err := net.DialTimeout("tcp", addr, requestTime) //nolint:noctx // loopback: it answers at once or not at all
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	return &wire{conn: conn, in: bufio.NewReaderSize(conn, 16<<10)}, nil
}

func (w *wire) close() { _ = w.conn.Close() }

// post sends a signed command and returns the answer's body, which is good until the next post.
func (w *wire) post(r request) ([]byte, error) {
	if err := w.conn.SetDeadline(time.Now().Add(requestTime)); err != nil {
		return nil, fmt.Errorf("setting the deadline: %w", err)
	}
	w.out = append(w.out[:0], "POST "+r.path+" HTTP/1.1\r\nHost: localhost\r\n"...)
	w.out = append(w.out, r.head...)
	w.out = append(w.out, "\r\nContent-Length: "...)
	w.out = strconv.AppendInt(w.out, int64(len(r.body)), 10)
	w.out = append(w.out, "\r\n\r\n"...)
	w.out = append(w.out, r.body...)
	if _, err := w.conn.Write(w.out); err != nil {
		return nil, fmt.Errorf("sending: %w", err)
	}
	return w.answer()
}

// answer reads one response.
func (w *wire) answer() ([]byte, error) {
	status, err := w.in.ReadSlice('\n')
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	good := bytes.HasPrefix(status, []byte("HTTP/1.1 200"))
	first := string(bytes.TrimSpace(status))
	length, chunked := int64(0), false
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return nil, fmt.Errorf("reading the answer: %w", err)
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			break
		}
		name, value, _ := strings.Cut(string(line), ":")
		switch strings.ToLower(name) {
		case "content-length":
			if length, err = strconv.ParseInt(strings.TrimSpace(value), 10, 64); err != nil {
				return nil, fmt.Errorf("reading the answer: %w", err)
			}
		case "transfer-encoding":
			chunked = true
		}
	}
	w.body = w.body[:0]
	if chunked {
		err = w.chunks()
	} else {
		err = w.take(length)
	}
	if err == nil && !good {
		err = errors.New(first)
	}
	return w.body, err
}

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 1 << 20

// take reads n bytes into the body.
func (w *wire) take(n int64) error {
	have := len(w.body)
	if n < 0 || int64(have)+n > maxAnswer {
		return errors.New("the answer is too long")
	}
	w.body = append(w.body, make([]byte, n)...)
	if _, err := io.ReadFull(w.in, w.body[have:]); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	return nil
}

// chunks reads a chunked body.
func (w *wire) chunks() error {
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		if err := w.take(n); err != nil {
			return err
		}
		if _, err := w.in.Discard(2); err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}
