package discordtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// specification is the file that Discord publishes
// (https://github.com/discord/discord-api-spec, MIT).
const specification = "discord-openapi.json"

// Oracle is Discord's own specification, asked strictly: fields that it does not
// name are refused too.
type Oracle struct {
	routes  routers.Router
	options *openapi3filter.Options
	bodies  *bodies
}

// NeedOracle returns the specification. Where it is absent the test is skipped,
// and with CI=true it fails.
func NeedOracle(tb testing.TB) *Oracle {
	tb.Helper()
	o := findOracle(tb)
	if o == nil {
		tb.Skipf("%s is not here: set AMICABLE_TEST_CONTRACTS to the folder that holds it", specification)
	}
	return o
}

// findOracle returns nil where the specification is absent and nobody asks for it.
func findOracle(tb testing.TB) *Oracle {
	tb.Helper()
	_, err := contract()
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") != "true" {
		return nil
	}
	if err == nil {
		var o *Oracle
		if o, err = loadOracle(); err == nil {
			return o
		}
	}
	tb.Fatalf("Discord's specification: %v", err)
	return nil
}

// loadOracle reads the specification, once in a process.
var loadOracle = sync.OnceValues(func() (*Oracle, error) {
	path, err := contract()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	routes, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("reading the paths of %s: %w", path, err)
	}
	bodies, err := newBodies(text)
	if err != nil {
		return nil, fmt.Errorf("reading the schemas of %s: %w", path, err)
	}
	return &Oracle{routes: routes, bodies: bodies, options: &openapi3filter.Options{
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
		MultiError:                        true,
		SkipSettingDefaults:               true,
		ExcludeRequestBody:                true, // bodies.go checks them
		RejectWhenRequestBodyNotSpecified: true,
		SchemaValidationOptions:           []openapi3.SchemaValidationOption{openapi3.EnableJSONSchema2020()},
	}}, nil
})

// contract finds the specification: in AMICABLE_TEST_CONTRACTS, or in
// shared/contracts beside this checkout, looked for upwards.
func contract() (string, error) {
	if dir := os.Getenv("AMICABLE_TEST_CONTRACTS"); dir != "" {
		path := filepath.Join(dir, specification)
		_, err := os.Stat(path)
		return path, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, "shared", "contracts", specification)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("%s is in no shared/contracts above: %w", specification, fs.ErrNotExist)
		}
		dir = up
	}
}

// Check says what the specification has against a request: no path of
// Discord's, a parameter or a field that is wrong.
func (o *Oracle) Check(r Request) []string {
	problems := checkFiles(r)
	req, err := http.NewRequestWithContext(context.Background(), r.Method, "https://discord.com/api/v10"+r.Path, nil)
	if err != nil {
		return append(problems, err.Error())
	}
	req.URL.RawQuery = r.Query.Encode()
	route, params, err := o.routes.FindRoute(req)
	if err != nil {
		return append(problems, err.Error())
	}
	err = openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route, Options: o.options,
	})
	var several openapi3.MultiError
	switch {
	case errors.As(err, &several):
		for _, e := range several {
			problems = append(problems, brief(e))
		}
	case err != nil:
		problems = append(problems, brief(err))
	}
	switch wanted := route.Operation.RequestBody; {
	case wanted == nil && len(r.Body) > 0:
		problems = append(problems, "a body, where there is none")
	case wanted == nil:
	case len(r.Body) == 0 && wanted.Value.Required:
		problems = append(problems, "no body, where one is required")
	case len(r.Body) > 0:
		if err := o.bodies.check(route.Path, route.Method, excused(r)); err != nil {
			problems = append(problems, brief(err))
		}
	}
	return problems
}

// excused takes out of a body the two things that the specification is known to
// have wrong: permissions of commands travel as strings (an integer of their
// size would not survive JavaScript), and discordgo names a message's id and
// channel in its edits, which Discord ignores.
func excused(r Request) []byte {
	switch {
	case strings.HasSuffix(r.Path, "/commands"):
		return permissionString.ReplaceAll(r.Body, []byte(`"default_member_permissions":$1`))
	case r.Op == EditMessage:
		var fields map[string]json.RawMessage
		if json.Unmarshal(r.Body, &fields) != nil {
			return r.Body
		}
		delete(fields, "ID")
		delete(fields, "Channel")
		body, err := json.Marshal(fields)
		if err != nil {
			return r.Body
		}
		return body
	}
	return r.Body
}

var permissionString = regexp.MustCompile(`"default_member_permissions"\s*:\s*"(\d+)"`)

// fileField is how the parts with files are named
// (https://discord.com/developers/docs/reference#uploading-files).
var fileField = regexp.MustCompile(`^files\[\d\]$`)

// checkFiles looks at the files beside payload_json, which JSON Schema cannot.
func checkFiles(r Request) []string {
	var problems []string
	names := map[string]bool{}
	for _, f := range r.Files {
		if !fileField.MatchString(f.Field) || names[f.Field] {
			problems = append(problems, fmt.Sprintf("a file is called %q: it must be files[0] to files[9], each once", f.Field))
		}
		names[f.Field] = true
		if f.Name == "" || len(f.Data) == 0 {
			problems = append(problems, fmt.Sprintf("%s has no name or is empty", f.Field))
		}
	}
	return problems
}

// brief is the first part of an error; what follows repeats the whole request.
func brief(err error) string {
	text, _, _ := strings.Cut(err.Error(), "Schema:")
	text = strings.Join(strings.Fields(text), " ")
	const most = 600
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return text
}
