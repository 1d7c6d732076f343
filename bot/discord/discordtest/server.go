package discordtest

import (
	"cmp"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Who the bot is here. None of it is anybody's on the real Discord.
const (
	ApplicationID = "900000000000000001"
	Token         = "OTAwMDAwMDAwMDAwMDAwMDAx.GtEsT1.very-secret-very-secret-very-secret-00" //nolint:gosec // it opens nothing
)

// Server plays Discord. Make it with New or NewServer; all methods may be
// called concurrently.
type Server struct {
	// URL is where it listens, "http://127.0.0.1:1234"; empty when it does not.
	URL string
	// Gateway is the other half; it answers whatever is not below /api/.
	Gateway *Gateway

	following   sync.WaitGroup // what follows a READY
	recommended atomic.Int32   // shards
	endpoint    atomic.Value   // string: where interactions are sent

	key ed25519.PrivateKey
	now func() time.Time
	mux *http.ServeMux

	mu       sync.Mutex
	lastID   uint64
	bot      *User
	owner    *User
	guilds   []*Guild
	users    map[string]*User
	channels map[string]*Channel
	messages map[string]*Message
	posted   map[string]*Message  // by the nonce of who posted it
	commands map[string][]Command // by guild, "" for all
	asked    map[string]*Interaction
	requests []*Request
	faults   map[Op][]Fault
	always   map[Op]Fault
	oracle   *Oracle
	problems []string
	judged   map[string][]string // what was found in a body like this
}

// New starts a Discord on loopback for a test. When the test ends, everything
// that was sent must have kept Discord's rules.
func New(tb testing.TB) *Server {
	tb.Helper()
	s := NewServer(time.Now)
	s.Judge(tb)
	h := httptest.NewServer(s)
	s.URL = h.URL
	tb.Cleanup(func() {
		s.Gateway.Close()
		s.following.Wait()
		h.CloseClientConnections()
		h.Close()
	})
	return s
}

// NewServer returns a Discord that is reached without a network, as an
// http.RoundTripper or an http.Handler.
func NewServer(now func() time.Time) *Server {
	s := &Server{
		key:   ed25519.NewKeyFromSeed([]byte("the seed of a key for tests only")),
		now:   now,
		bot:   &User{ID: ApplicationID, Username: "amicable", Discriminator: "0001", Bot: true},
		users: map[string]*User{}, channels: map[string]*Channel{}, messages: map[string]*Message{}, posted: map[string]*Message{},
		commands: map[string][]Command{}, asked: map[string]*Interaction{},
		faults: map[Op][]Fault{}, always: map[Op]Fault{}, judged: map[string][]string{},
	}
	s.owner = &User{ID: s.id(), Username: "owner", Discriminator: "0"}
	s.users[s.bot.ID], s.users[s.owner.ID] = s.bot, s.owner
	s.routes()
	s.Gateway = NewGateway()
	s.Gateway.Token, s.Gateway.Ready = Token, s.ready
	return s
}

// Judge fails the test when it ends if something that was sent breaks
// Discord's rules.
func (s *Server) Judge(tb testing.TB) {
	tb.Helper()
	s.oracle = findOracle(tb)
	tb.Cleanup(func() {
		for _, p := range s.Problems() {
			tb.Error(p)
		}
	})
}

// SendTo sets the application's Interactions Endpoint URL, for those who ask.
func (s *Server) SendTo(url string) { s.endpoint.Store(url) }

// APIURL is the base that takes the place of https://discord.com/api/.
func (s *Server) APIURL() string { return s.URL + "/api/" }

// PublicKey is what the application's interactions are signed with, in hex.
func (s *Server) PublicKey() string {
	public, _ := s.key.Public().(ed25519.PublicKey)
	return hex.EncodeToString(public)
}

// epoch is when Discord's ids begin (https://discord.com/developers/docs/reference#snowflakes).
const epoch = 1420070400000

// id makes a snowflake. It is called with the lock held, or before anybody else knows s.
func (s *Server) id() string {
	next := uint64(s.now().UnixMilli()-epoch) << 22
	s.lastID = max(s.lastID+1, next)
	return strconv.FormatUint(s.lastID, 10)
}

// compareIDs orders ids by age.
func compareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// ServeHTTP answers the REST API below /api/, and is the gateway elsewhere.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		s.Gateway.ServeHTTP(w, r)
		return
	}
	plain := r.Clone(r.Context())
	plain.URL.Path = unversioned(r.URL.Path)
	plain.URL.RawPath = ""
	s.mux.ServeHTTP(w, plain)
}

// RoundTrip lets the fake be reached without a network.
func (s *Server) RoundTrip(r *http.Request) (res *http.Response, err error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p == http.ErrAbortHandler { //nolint:errorlint // the value that the handler panicked with
			res, err = nil, errDropped
		} else if p != nil {
			panic(p)
		}
	}()
	rec := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	s.ServeHTTP(rec, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}

var errDropped = errors.New("connection reset by peer")

// Problems is everything that was sent so far against Discord's rules.
func (s *Server) Problems() []string {
	s.mu.Lock()
	problems := slices.Clone(s.problems)
	requests := slices.Clone(s.requests)
	oracle := s.oracle
	s.mu.Unlock()
	for _, r := range requests {
		for _, p := range s.judge(oracle, *r) {
			problems = append(problems, fmt.Sprintf("%s %s: %s", r.Method, r.Path, p))
		}
	}
	for _, f := range s.Gateway.Seen().Faults {
		problems = append(problems, "gateway: "+f)
	}
	return problems
}

// judge checks a request, and each body of an operation once.
func (s *Server) judge(oracle *Oracle, r Request) []string {
	like := string(r.Op) + string(r.Body)
	s.mu.Lock()
	found, known := s.judged[like]
	s.mu.Unlock()
	if known && len(r.Body) > 0 {
		return found
	}
	var problems []string
	if oracle != nil {
		problems = oracle.Check(r)
	}
	problems = append(problems, rules(r)...)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.judged[like] = problems
	return problems
}

// wrong notes something that only a mistaken bot would do.
func (s *Server) wrong(format string, args ...any) {
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}
