# Everything a developer runs. `make test` is what the CI runs, and all it runs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
BIN := bin
FUZZTIME ?= 1m

.PHONY: help run build test lint format vet unit cover fuzz bench redis-server

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: ## start the bot with what is configured; a conversation in the terminal otherwise
	@go run ./cmd/amicable

build: ## build bin/amicable, static
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o $(BIN)/amicable ./cmd/amicable

test: format vet lint unit ## everything that must hold before a change is handed in

format: ## fail when a file is not formatted
	@files=$$(git ls-files --cached --others --exclude-standard '*.go'); \
	bad=$$(gofmt -l $$files); \
	if [ -n "$$bad" ]; then echo "not gofmt'ed:"; echo "$$bad"; exit 1; fi

vet:
	go vet ./...

# Built from source at this version, so that everybody sees the same findings.
lint: ## run the linters of .golangci.yml
	go run $(GOLANGCI) run ./...

# A real redis-server is needed here: AMICABLE_TEST_REQUIRE_SERVERS turns the
# skips that a machine without one gets into failures.
unit: redis-server ## tests and stories, with the race detector
	AMICABLE_TEST_REQUIRE_SERVERS=1 go test -race -timeout 10m ./...

redis-server:
	@if ! command -v redis-server >/dev/null; then \
		echo "redis-server is missing; installing it from the system's packages"; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		{ $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server; } >/dev/null || \
			{ echo "that failed: please install redis-server 7.0 or later"; exit 1; }; \
	fi

cover: redis-server ## which statements the tests reach
	@mkdir -p $(BIN)
	go test -coverpkg=./... -coverprofile=$(BIN)/cover.out ./... >/dev/null
	go tool cover -func=$(BIN)/cover.out | tail -n 1

fuzz: ## every fuzz test for FUZZTIME (a minute) each
	@go list ./... | while read -r package; do \
		for name in $$(go test -list '^Fuzz' "$$package" | grep '^Fuzz' || true); do \
			echo "== $$package $$name"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$package"; \
		done; \
	done

bench: redis-server build ## benchmarks, then the load program against the real thing
	go test -run '^$$' -bench . -benchmem ./scoring/... ./storage/... ./commands/... ./bot/...
	go build -o $(BIN)/loadtest ./cmd/loadtest
	$(BIN)/loadtest -amicable $(BIN)/amicable
