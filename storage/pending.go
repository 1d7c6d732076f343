package storage

import (
	"context"
	"errors"
	"io"
	"time"

	"amicable/scoring"
)

// Signatures whose bodies are on their way; this file shrinks to nothing.

var errPending = errors.New("not there yet")

type Directory struct{}

func (w *Workspace) Directory(ctx context.Context) (*Directory, error) { return nil, errPending }
func (w *Workspace) Refresh(ctx context.Context) (*Directory, error)   { return nil, errPending }
func (d *Directory) Find(text string) (Known, bool)                    { return Known{}, false }
func (d *Directory) Near(text string, n int) []Known                   { return nil }
func (d *Directory) Prefix(text string, n int) []Known                 { return nil }
func (d *Directory) Span(words []string) (Known, int)                  { return Known{}, 0 }
func (d *Directory) All() []Known                                      { return nil }
func Fold(s string) string                                             { return s }

func (w *Workspace) Client(ctx context.Context, id ClientID) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) Ranked(ctx context.Context, offset, limit int) ([]Client, int, error) {
	return nil, 0, errPending
}
func (w *Workspace) History(ctx context.Context, id ClientID, before string, limit int) ([]Entry, error) {
	return nil, errPending
}
func (w *Workspace) Record(ctx context.Context, f Flag) (Recorded, error) {
	return Recorded{}, errPending
}
func (w *Workspace) Remedy(ctx context.Context, event string, id ClientID, kind scoring.RemedyKind, at time.Time, by Actor, note string) (Recorded, error) {
	return Recorded{}, errPending
}
func (w *Workspace) Praise(ctx context.Context, event string, id ClientID, at time.Time, by Actor, note string) (Recorded, error) {
	return Recorded{}, errPending
}
func (w *Workspace) TakeBack(ctx context.Context, event string, id ClientID, entry string, by Actor, why string) (Recorded, error) {
	return Recorded{}, errPending
}
func (w *Workspace) LastBy(ctx context.Context, actor string) (Known, Entry, error) {
	return Known{}, Entry{}, errPending
}
func (w *Workspace) FindSource(ctx context.Context, id ClientID, source, actor string, sign scoring.SignID) (Entry, error) {
	return Entry{}, errPending
}
func (w *Workspace) Create(ctx context.Context, event, name string, by Actor) (Client, bool, error) {
	return Client{}, false, errPending
}
func (w *Workspace) SetProfile(ctx context.Context, id ClientID, changes map[string]string, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) Rename(ctx context.Context, id ClientID, name string, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) AddAlias(ctx context.Context, id ClientID, alias string, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) RemoveAlias(ctx context.Context, id ClientID, alias string, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) Merge(ctx context.Context, from, into ClientID, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) Close(ctx context.Context, id ClientID, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) Reopen(ctx context.Context, id ClientID, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) Erase(ctx context.Context, id ClientID, by Actor) error { return errPending }
func (w *Workspace) Override(ctx context.Context, id ClientID, o *scoring.Override, by Actor) (Client, error) {
	return Client{}, errPending
}
func (w *Workspace) ClaimAlert(ctx context.Context, id ClientID, from, to scoring.Verdict, job string) (bool, error) {
	return false, errPending
}
func (w *Workspace) MarkParting(ctx context.Context, id ClientID, at time.Time) error {
	return errPending
}
func (w *Workspace) Settings(ctx context.Context) (Settings, error)             { return nil, errPending }
func (w *Workspace) Set(ctx context.Context, key, value string, by Actor) error { return errPending }
func (w *Workspace) Audit(ctx context.Context, limit int) ([]AuditEntry, error) {
	return nil, errPending
}
func (w *Workspace) Note(ctx context.Context, what string, by Actor, subject string) error {
	return errPending
}
func (w *Workspace) Forget(ctx context.Context) error { return errPending }

func (s *Store) Tenants(ctx context.Context) ([]string, error) { return nil, errPending }
func (s *Store) Rebuild(ctx context.Context, tenant string, dryRun bool) (RebuildReport, error) {
	return RebuildReport{}, errPending
}
func (s *Store) Export(ctx context.Context, w io.Writer, tenants ...string) error { return errPending }
func (s *Store) Import(ctx context.Context, r io.Reader) (ImportReport, error) {
	return ImportReport{}, errPending
}
func (s *Store) SaveToken(ctx context.Context, tenant string, token []byte) error { return errPending }
func (s *Store) Token(ctx context.Context, tenant string) ([]byte, error)         { return nil, errPending }
func (s *Store) RemoveToken(ctx context.Context, tenant string) error             { return errPending }

func (s *Store) Enqueue(ctx context.Context, j Job) error { return errPending }
func (s *Store) Lease(ctx context.Context, n int, d time.Duration) ([]Job, error) {
	return nil, errPending
}
func (s *Store) Done(ctx context.Context, id string) error                 { return errPending }
func (s *Store) Retry(ctx context.Context, id string, due time.Time) error { return errPending }
