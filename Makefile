# Everything a developer runs. `make test` is what the CI runs, and all it runs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
BIN := bin
FUZZTIME ?= 1m

.PHONY: help run build test lint format vet unit cover fuzz bench redis-server chromium axe aimock screens

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: ## start the bot with what is configured; the playground, a local chat page, otherwise
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

# A real redis-server and a real Chromium are needed here: AMICABLE_TEST_REQUIRE_SERVERS turns the
# skips that a machine without one gets into failures.
unit: redis-server chromium axe aimock ## tests and stories, with the race detector
	AMICABLE_TEST_REQUIRE_SERVERS=1 go test -race -timeout 14m ./...

redis-server:
	@if ! command -v redis-server >/dev/null; then \
		echo "redis-server is missing; installing it from the system's packages"; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		{ $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server; } >/dev/null || \
			{ echo "that failed: please install redis-server 7.0 or later"; exit 1; }; \
	fi

chromium:
	@if ! command -v chromium chromium-browser google-chrome >/dev/null; then \
		echo "chromium is missing; installing it from the system's packages"; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		{ $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji; } >/dev/null || \
			{ echo "that failed: please install chromium"; exit 1; }; \
	fi

# axe-core looks for what people with a screen reader, or without a mouse, would
# stumble over. It comes by npm into a temporary folder; nothing of it is kept here.
AXE := $(or $(TMPDIR),/tmp)/amicable-axe
axe:
	@if [ ! -e $(AXE)/node_modules/axe-core/axe.min.js ]; then \
		if command -v node >/dev/null && command -v npm >/dev/null; then \
			mkdir -p $(AXE) && npm install --prefix $(AXE) --no-save --ignore-scripts --no-audit --no-fund --silent axe-core@4.10.3 || \
				echo "npm could not bring axe-core; the accessibility test is skipped"; \
		else echo "node is not here; the accessibility test is skipped"; fi; \
	fi

# aimock is an OpenAI-compatible server that others wrote; the language model's
# client is tested against it. It comes the same way as axe-core.
AIMOCK := $(or $(TMPDIR),/tmp)/amicable-aimock
aimock:
	@if [ ! -e $(AIMOCK)/node_modules/@copilotkit/aimock/dist/cli.js ]; then \
		if command -v node >/dev/null && command -v npm >/dev/null; then \
			mkdir -p $(AIMOCK) && npm install --prefix $(AIMOCK) --no-save --ignore-scripts --no-audit --no-fund --silent @copilotkit/aimock@1.43.0 || \
				{ echo "npm could not bring aimock, which a test needs where node is installed"; exit 1; }; \
		else echo "node is not here; the test against an OpenAI-compatible server is skipped"; fi; \
	fi

screens: chromium ## screenshots of the playground, into the folder bin/screens
	AMICABLE_TEST_SCREENS=$(CURDIR)/$(BIN)/screens go test -count=1 -run TestPlaygroundInBrowser ./cmd/amicable

cover: redis-server chromium axe aimock ## which statements the tests reach
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
