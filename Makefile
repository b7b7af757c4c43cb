# Every target does its own set-up. The first build takes some minutes on two cores; later ones take seconds.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
QUELL := .build/debug/quell
PYTHON := .venv/bin/python
SOURCES := Package.swift Sources Tests Plugins

.PHONY: journal-test templates demo demo-stop sandbox test lint build swift-test sandbox-test integration-test operations pages bench-respond system

# Plays incidents into a loopback AWS organization and answers them. KEEP=1 leaves everything running.
demo: build .venv/ready
	@Sandbox/demo.sh

# Ends what `make demo KEEP=1` left running.
demo-stop:
	@Sandbox/demo.sh stop

# Runs the loopback AWS organization alone and prints the variables to export.
sandbox: .venv/ready
	@mkdir -p .demo
	@PYTHONPATH=Sandbox $(PYTHON) -m quell_sandbox --export --state .demo/sandbox.json

test: lint swift-test journal-test sandbox-test integration-test

lint:
	swift format lint --strict --recursive $(SOURCES)

build: system
	swift build --product quell $(SWIFT_FLAGS)

swift-test: build
	swift test $(SWIFT_FLAGS)

# The journal on DynamoDB, held to the contract of journals on a table of the sandbox.
journal-test: swift-test .venv/ready
	PYTHONPATH=Sandbox $(PYTHON) Tools/journal-test.py $(SWIFT_FLAGS)

# Writes Templates anew from the default playbook.
templates: build
	$(QUELL) synth --playbook Playbooks/default.yaml --out Templates

sandbox-test: .venv/ready
	PYTHONPATH=Sandbox $(PYTHON) -m pytest -q Sandbox/tests

integration-test: build .venv/ready operations
	PYTHONPATH=Sandbox $(PYTHON) -m pytest -q Tests/Integration

# Whether the generated operations are what the service models say.
operations: .venv/ready
	$(PYTHON) Tools/generate-aws-operations.py --check

# Writes Documentation/actions anew from the actions.
pages: system
	QUELL_WRITE_PAGES=1 swift test $(SWIFT_FLAGS) --filter ActionPagesTests

# Wall time, CPU time, peak memory and AWS calls of a cold `quell respond`, over 9 runs of a release build.
bench-respond: system .venv/ready
	swift build -c release --product quell
	PYTHONPATH=Sandbox $(PYTHON) Benchmarks/respond.py .build/release/quell

.venv/ready: Sandbox/requirements.txt
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r Sandbox/requirements.txt
	@touch $@

# The two C libraries that the build needs beside Swift.
system:
	@Tools/system-packages.sh
