# The commands of the README. `make run` and `make test` do all set-up that they need.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

BUILD_PACKAGES := build-essential clang cmake libayatana-appindicator3-dev libclang-dev libdbus-1-dev \
	librsvg2-dev libwebkit2gtk-4.1-dev libxdo-dev ninja-build pkg-config python3 python3-pip python3-venv
TEST_PACKAGES := fonts-dejavu-core imagemagick libclang-rt-14-dev openbox poppler-utils tesseract-ocr webkit2gtk-driver xauth xvfb

TOOLS := $(CURDIR)/target/tools
DENY := $(TOOLS)/deny/bin/cargo-deny
TAURI_DRIVER := $(TOOLS)/bin/tauri-driver
export WEBKIT_DISABLE_DMABUF_RENDERER ?= 1

# Cargo's features follow from the packages named together; these selections agree, so that
# llama.cpp is compiled once.

UI_SOURCES := $(shell find ui/src ui/index.html ui/vite.config.ts ui/tsconfig.json -type f 2>/dev/null)

.PHONY: help
help: ## show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: optimized ## open the app on the default models
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec target/debug/winnow-desktop; \
	else \
		echo "There is no display here (DISPLAY is not set), so Winnow reads the sample documents in the terminal."; \
		exec target/debug/winnow demo; \
	fi

.PHONY: demo
demo: optimized ## read the sample documents in the terminal
	target/debug/winnow demo

.PHONY: build
build: packages-build models ui/dist/index.html
	cargo build -p winnow-cli -p winnow-desktop

# Which format of a model runs best is measured once on each computer; it is kept with the models.
.PHONY: optimized
optimized: build ## find the formats of the default models that are fastest here
	@WINNOW_HOME=$(CURDIR)/target/setup-home target/debug/winnow models optimize --once \
		--into models/cache/optimized smollm2-135m-instruct all-minilm-l6-v2

.PHONY: models
models: ## fetch, convert and verify the default models
	@sh models/setup.sh

.PHONY: test
test: packages-test lint test-ui test-core test-window ## run everything

.PHONY: lint
lint: packages-build ui/dist/index.html $(DENY)
	cargo fmt --all --check
	$(DENY) --all-features check licenses bans sources
	cargo clippy --workspace --all-targets -- -D warnings
	cd ui && npm run lint && npm run typecheck

.PHONY: test-ui
test-ui: ui/node_modules/.package-lock.json
	cd ui && npm test

.PHONY: test-core
test-core: packages-test models ui/dist/index.html
	cargo build --workspace --all-targets
	@if command -v cargo-nextest >/dev/null; then \
		cargo nextest run --workspace -E 'not package(winnow-tests)'; \
	else \
		cargo test --workspace --exclude winnow-tests --lib --bins --tests; \
	fi
	cargo test --workspace --doc
	python3 -m unittest discover models/tests

.PHONY: test-window
test-window: packages-test models ui/dist/index.html $(TAURI_DRIVER)
	cargo build --workspace --all-targets
	tests/window/on-screen cargo test --workspace --test window -- --test-threads=1

.PHONY: test-remote
test-remote: packages-build models ui/dist/index.html ## ask a real llama-server, built from the same source, as an endpoint
	python3 tests/remote.py

CARD ?= vulkan
.PHONY: test-card
test-card: packages-build models ## run the engine's tests on a graphics card (CARD=vulkan, cuda or metal)
	WINNOW_TEST_CARD=1 cargo test -p winnow-engine --features $(CARD) --test real -- --test-threads=1

.PHONY: screenshots
screenshots: packages-test build $(TAURI_DRIVER) ## take pictures of every page of the real window
	mkdir -p target/screenshots tests/window/pictures
	tests/window/on-screen cargo test --workspace --test window -- --ignored --test-threads=1

.PHONY: bench
bench: packages-build models ## measure against llama.cpp's own tools, built from the same source
	cargo bench --workspace --profile dev --bench pure
	python3 tests/benches/single_stream.py
	python3 tests/benches/workloads.py

.PHONY: bench-documents
bench-documents: packages-test ## measure the reading of PDF against pdftotext
	cargo build -p winnow-cli
	python3 tests/benches/documents.py

.PHONY: fuzz
fuzz: packages-test ## run each reader on made-up files for a minute
	cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --version 0.13.2 --locked --root $(TOOLS) --target-dir $(TOOLS)/build
	PATH="$(TOOLS)/bin:$$PATH" sh tests/fuzz/run

.PHONY: hostile
hostile: packages-test ## read 2,000 injured files over all formats
	WINNOW_HOSTILE_ROUNDS=80 cargo test -p winnow-documents --test hostile

.PHONY: soak
soak: packages-build models ## ask the engine ten thousand things, and call a third of them off
	cargo test --workspace --test real -- --ignored ten_thousand

.PHONY: package
package: packages-build models ui/dist/index.html ## build what ships
	cargo build --profile dist -p winnow-cli -p winnow-desktop
	sh src-tauri/package.sh

# Set-up ---------------------------------------------------------------------------------------

.PHONY: packages-build packages-test
packages-build:
	@$(call install-packages,$(BUILD_PACKAGES))

packages-test:
	@$(call install-packages,$(BUILD_PACKAGES) $(TEST_PACKAGES))

# Installs what dpkg does not know as installed; elsewhere than on Debian and Ubuntu, trusts the person.
define install-packages
if command -v apt-get >/dev/null; then \
	missing=$$(for package in $(1); do \
		dpkg-query -W -f '$${db:Status-Abbrev}' $$package 2>/dev/null | grep -q '^ii' || echo $$package; \
	done); \
	if [ -n "$$missing" ]; then \
		echo "installing" $$missing; \
		sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$sudo apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi; \
fi
endef

ui/node_modules/.package-lock.json: ui/package.json ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund
	@touch $@

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	cd ui && npm run build

$(DENY): .ci/tools.txt
	python3 -m pip install --quiet --disable-pip-version-check --require-hashes --target $(TOOLS)/deny -r .ci/tools.txt
	@touch $@

$(TAURI_DRIVER):
	cargo install tauri-driver --version 2.1.0 --locked --root $(TOOLS) --target-dir $(TOOLS)/build
