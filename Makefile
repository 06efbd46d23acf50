# Groundswell. `make help` lists what there is.

GO      ?= go
# One set of tags and flags for everything: SQLite is compiled once.
TAGS    := sqlite_fts5
SIZE    ?= m
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BUILD   := $(GO) build -tags $(TAGS)

.PHONY: help build release run test deps check bench generate clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## Build bin/groundswell
	$(BUILD) -ldflags '-s -w -X main.version=$(VERSION)' -o bin/groundswell ./cmd/groundswell

release: ## Write dist/: the same bytes on every machine with the same Go, compiler and commit
	rm -rf dist && mkdir -p dist
	$(BUILD) -trimpath -buildvcs=false -ldflags '-s -w -buildid= -extldflags=-Wl,--build-id=none -X main.version=$(VERSION)' \
		-o dist/groundswell ./cmd/groundswell
	$(GO) run ./.ci/release $(VERSION) $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct)) dist/groundswell dist

run: build ## Serve a filled demo community on http://localhost:8080
	./bin/groundswell serve --demo --database data/demo.db

deps: ## Install what the tests need: Chromium and PostgreSQL
	@sh .ci/deps

test: deps ## Run all tests
	@bash .ci/test

check: ## Format, vet, staticcheck, generated files, import table, races
	@bash .ci/check

bench: build ## Measure the running server, as ratios; SIZE=s, m or l
	SIZE=$(SIZE) $(GO) test -tags $(TAGS) -run '^$$' -bench . -benchtime 1x -timeout 60m ./internal/bench

generate: ## Write the Go code of the templates
	$(GO) tool templ generate ./views

clean: ## Remove what was built
	rm -rf bin dist
