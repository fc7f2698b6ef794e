# The recipes of the project. CI calls nothing else; what needs more than a few lines is in scripts/.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# Where the third-party data of `make test-real` lies.
export LUZHANG_SHARED := $(abspath $(or $(LUZHANG_SHARED),../shared))

# The tests that need nothing but the clone. tests/real.rs is not among them.
TESTS = cargo test --lib --bins --test it
WEB_SOURCES = $(shell find web/src web/public tiles -type f 2>/dev/null) \
	$(wildcard web/*.html web/*.ts web/*.json)

.PHONY: help
help: ## List the recipes
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 12

.PHONY: demo
demo: need-build web ## Build, make a demo store if there is none, serve it on 127.0.0.1:8080
	@scripts/need gdal || true # With which it can be tried out.
	cargo run --release -- demo

.PHONY: test
test: need-build web ## Every test that needs nothing but the clone, on both stores
	@scripts/need postgis gdal
	scripts/with-postgis $(TESTS)
	cargo test --doc

.PHONY: test-real
test-real: need-build web ## The tests on third-party data, found in $LUZHANG_SHARED (default ../shared)
	@[[ -d "$$LUZHANG_SHARED" ]] || { echo "no folder $$LUZHANG_SHARED: set LUZHANG_SHARED" >&2; exit 2; }
	@scripts/need postgis gdal oracles
	scripts/oracles
	scripts/with-postgis cargo test --test real

.PHONY: check
check: need-build ## Does it compile?
	cargo check --all-targets

.PHONY: lint
lint: need-build web ## Formatting, clippy, types and lints of the web app, shell scripts
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	npm --prefix web run check
	@! command -v shellcheck >/dev/null || shellcheck -x $$(git grep -lE '^#!.*bash' -- .ci scripts)

.PHONY: fmt
fmt: ## Format the Rust
	cargo fmt

.PHONY: doc
doc: need-build ## Build the Rust documentation; a broken link is an error
	RUSTDOCFLAGS='-D warnings -A rustdoc::private-intra-doc-links' cargo doc --no-deps --document-private-items

.PHONY: deny
deny: ## Licences, sources and advisories of what we depend on
	@cargo deny --version >/dev/null 2>&1 || { echo 'first: cargo install --locked cargo-deny' >&2; exit 2; }
	cargo deny check

.PHONY: bench
bench: web ## Measure beside PostGIS and other servers, answers first; BENCH_SCALE=city writes bench/report.md
	@scripts/need build postgis gdal bench peers
	cargo build --release
	scripts/bench

.PHONY: bench-writes
bench-writes: web ## Measure imports beside ogr2ogr, and how soon an edit is served
	@scripts/need build postgis gdal bench
	cargo build --release
	scripts/bench-writes

.PHONY: kill-test
kill-test: web ## Kill server, writers and PostgreSQL 20 times each while they write; nothing may be lost
	@scripts/need build postgis
	cargo build --release
	scripts/kill-test 20

.PHONY: fuzz-smoke
fuzz-smoke: ## Run every reader under a fuzzer, a minute each
	@scripts/need build fuzz
	scripts/fuzz-smoke 60

.PHONY: torture
torture: web ## Give every reader 1 GB of random, cut and monstrous files: no panic, no growth
	@scripts/need build gdal
	cargo build --release
	scripts/torture-readers

.PHONY: bless
bless: need-build web ## Accept changed snapshots and write generated documents anew; read the diff!
	@scripts/need postgis gdal
	INSTA_UPDATE=always LUZHANG_BLESS=1 scripts/with-postgis $(TESTS)

.PHONY: web
web: web/dist/index.html ## Build the web app, when its sources are newer than what was built
web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm --prefix web run build
	@touch $@
web/node_modules/.package-lock.json: web/package-lock.json
	npm --prefix web ci
	@touch $@

.PHONY: ci
ci: ## Everything that must hold before a change is merged
	scripts/ci

.PHONY: clean
clean: ## Remove what was built, but no store
	cargo clean
	rm -rf web/dist web/node_modules

.PHONY: need-build
need-build:
	@scripts/need build
