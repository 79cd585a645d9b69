# The menu. What a recipe does is in scripts/; `make` alone prints this list.
.DEFAULT_GOAL := help
.PHONY: help run demo test check fmt bench api-spec e2e release schemathesis

export CARGO_TARGET_DIR ?= $(CURDIR)/target
PEREZVON := $(CARGO_TARGET_DIR)/release/perezvon

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build Perezvon and serve it from ./data/perezvon.db, or from $DATABASE_URL
	@scripts/setup.sh run && scripts/build.sh
	@exec $(PEREZVON) serve

demo: ## the same with a living demo club, from ./data/demo.db
	@scripts/setup.sh run && scripts/build.sh
	@scripts/demo.sh $(PEREZVON)

test: ## what CI runs: format, lints, tests on both databases, the application as shipped, in the browser
	@scripts/setup.sh test && scripts/test.sh

check: ## the quick look before a commit: format, lints, house rules
	@scripts/setup.sh run && scripts/check.sh

fmt: ## format the Rust code
	@cargo fmt --all

e2e: ## only the browser tests
	@scripts/setup.sh test && scripts/e2e.sh

schemathesis: ## throw generated requests at a demo server
	@scripts/setup.sh fuzz && scripts/schemathesis.sh

api-spec: ## write api-spec/openapi.json again from the code
	@cargo run --quiet -p api --bin perezvon -- openapi > api-spec/openapi.json.new
	@mv api-spec/openapi.json.new api-spec/openapi.json

bench: ## measure, and write the table of docs/bench.md
	@scripts/setup.sh test && scripts/build.sh && scripts/bench.sh

release: ## the one binary with the application inside: dist/perezvon
	@scripts/setup.sh run && scripts/build.sh
	@install -D $(PEREZVON) dist/perezvon && ls -lh dist/perezvon
