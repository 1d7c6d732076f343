package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// profile takes a CPU profile of the bot while 64 connections load it, and writes it to a file.
func profile(ctx context.Context, s *sides, path string, f *flagger, length time.Duration) error {
	taken := make(chan error, 1)
	go func() { taken <- fetchProfile(ctx, s.metrics, path, length) }() // ends with the stretch
	if _, err := closed(ctx, s.bot, f, 64, length+time.Second); err != nil {
		return err
	}
	return <-taken
}

func fetchProfile(ctx context.Context, addr, path string, length time.Duration) error {
	url := fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", addr, max(1, int(length.Seconds())))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("taking a profile: %w", err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("taking a profile: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("taking a profile: %w", err)
	}
	_, err = io.Copy(out, res.Body)
	if closing := out.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("taking a profile: %w", err)
	}
	return nil
}
