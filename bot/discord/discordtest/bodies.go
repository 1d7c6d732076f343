package discordtest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// bodies checks JSON bodies against the specification's schemas. kin-openapi
// does so with the same validator, but compiles a schema for each request, which
// takes 10 to 20 ms; here each is compiled once.
type bodies struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// specURL is what the compiler knows the specification by.
const specURL = "https://discord.example/openapi.json"

func newBodies(specification []byte) (*bodies, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(specification))
	if err != nil {
		return nil, err
	}
	makeStrict(doc)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource(specURL, doc); err != nil {
		return nil, err
	}
	return &bodies{compiler: c, compiled: map[string]*jsonschema.Schema{}}, nil
}

// makeStrict refuses fields that no schema names. The specification leaves them
// open, and Discord ignores them: a misspelt one would never be noticed.
func makeStrict(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			makeStrict(e)
		}
	case object:
		properties, isSchema := v["properties"].(object)
		if _, open := v["additionalProperties"]; isSchema && len(properties) > 0 && !open && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, e := range v {
			makeStrict(e)
		}
	}
}

// check checks the body of an operation, named as the specification does.
func (b *bodies) check(path, method string, body []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("the body is no JSON: %w", err)
	}
	escaped := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(path)
	schema, err := b.schema("paths/" + escaped + "/" + strings.ToLower(method) + "/requestBody/content/application~1json/schema")
	if err != nil {
		return err
	}
	return against(schema, v)
}

// shape checks something that Discord answers against the schema of that name.
func (b *bodies) shape(name string, answer []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer))
	if err != nil {
		return fmt.Errorf("the answer is no JSON: %w", err)
	}
	schema, err := b.schema("components/schemas/" + name)
	if err != nil {
		return err
	}
	return against(schema, v)
}

func against(schema *jsonschema.Schema, v any) error {
	if err := schema.Validate(v); err != nil {
		_, what, _ := strings.Cut(err.Error(), "\n") // the first line names the schema
		return errors.New("the body: " + what)
	}
	return nil
}

// schema compiles one part of the specification.
func (b *bodies) schema(part string) (*jsonschema.Schema, error) {
	at := specURL + "#/" + part
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, known := b.compiled[at]; known {
		return s, nil
	}
	s, err := b.compiler.Compile(at)
	if err != nil {
		return nil, fmt.Errorf("reading what a body has to look like: %w", err)
	}
	b.compiled[at] = s
	return s, nil
}
