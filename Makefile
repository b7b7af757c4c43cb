# Every target does its own set-up. The first build takes some minutes on two cores; later ones take seconds.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
QUELL := .build/debug/quell
PYTHON := .venv/bin/python
SOURCES := Package.swift Sources Tests Plugins

.PHONY: check release-build reliability reliability-test reliability-runner allocation-test templates demo demo-stop sandbox test lint build swift-test journal-test sandbox-test integration-test operations pages bench-respond bench-serve bench-match bench-replay fuzz fuzz-memory \
	lambda lambda-test test-deployed test-permissions bench-lambda system soak soak-test

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

test: lint swift-test reliability-test allocation-test release-build journal-test sandbox-test soak-test integration-test

# Everything: the function is built for release, so that the first run takes some minutes more.
check: test lambda-test test-deployed

lint:
	swift format lint --strict --recursive $(SOURCES)

build: system
	swift build --product quell $(SWIFT_FLAGS)

swift-test: build
	swift test $(SWIFT_FLAGS)

# What the engine promises, tried at every place and by chance, in a simulated organization: built for release, because it
# does some hundred thousand responses. It shares what is built for the function.
reliability: reliability-runner
	$(LAMBDA_BUILD)/release/reliability-runner

# What of it fits into the tests of every change: minutes.
reliability-test: reliability-runner
	$(LAMBDA_BUILD)/release/reliability-runner --brief --only A-04 --only A-05 --only "A-05 pairs" --only A-06 --only A-10 \
		--only A-11 --only A-12

# No event allocates memory in the matcher: tried in code that is built for release, as only that keeps it.
allocation-test: system
	swift build -c release --static-swift-stdlib --scratch-path $(LAMBDA_BUILD) --product allocation-check $(LAMBDA_LINK)
	$(LAMBDA_BUILD)/release/allocation-check

# What people get must compile as they get it: debug builds do not see everything.
release-build: system
	swift build -c release --static-swift-stdlib --scratch-path $(LAMBDA_BUILD) --product quell $(LAMBDA_LINK)

reliability-runner: system
	swift build -c release --static-swift-stdlib --scratch-path $(LAMBDA_BUILD) --product reliability-runner $(LAMBDA_LINK)

# The real command, killed, stopped, attacked and searched for secrets, for hours; it goes on where it was interrupted, and
# writes Documentation/reliability.md. A part of it: make soak SOAK="--scale 0.05 --parts crashes".
SOAK :=
soak: reliability-runner .venv/ready
	swift build -c release --product quell
	$(PYTHON) Soak/run.py $(SOAK) .build/release/quell

# The soak's own tests: the stand-in, the witness, the search for secrets.
soak-test: .venv/ready
	$(PYTHON) -m pytest -q Soak/tests

# The journal on DynamoDB, against a DynamoDB of a third party on loopback.
journal-test: system .venv/ready
	$(PYTHON) Sandbox/journal_test.py $(SWIFT_FLAGS)

# Writes Templates anew from the default playbook.
templates: build
	$(QUELL) synth --playbook Playbooks/default.yaml --out Templates

sandbox-test: .venv/ready
	$(PYTHON) Sandbox/fetch-rie.py
	PYTHONPATH=Sandbox $(PYTHON) -m pytest -q Sandbox/tests

integration-test: build .venv/ready operations
	PYTHONPATH=Sandbox $(PYTHON) -m pytest -q Tests/Integration

# Whether the generated operations are what the service models say.
operations: .venv/ready
	$(PYTHON) Tools/generate-aws-operations.py --check

# Writes anew what follows from the source: Documentation/actions and lints, Schema, and the ready playbooks in the program.
pages: system
	QUELL_WRITE_PAGES=1 swift test $(SWIFT_FLAGS) --filter "ActionPagesTests|LintPagesTests|PlaybookSchemaTests|ReadyPlaybookTests"

# Events a second that `quell serve` accepts durably, with their latency, its memory, and what of it was lost.
bench-serve: system
	swift build -c release --product quell
	python3 Benchmarks/serve.py .build/release/quell

# Wall time, CPU time, peak memory and AWS calls of a cold `quell respond`, over 9 runs of a release build.
bench-respond: system .venv/ready
	swift build -c release --product quell
	PYTHONPATH=Sandbox $(PYTHON) Benchmarks/respond.py .build/release/quell

# Events a second of one thread in the matcher of event patterns, with every count of matches checked: a JSON line for each
# workload. The events are made once, about 450 MB. A part of it: make bench-match MATCH="EXACT security-100".
MATCH :=
MATCH_DATA := .build/bench
bench-match: $(MATCH_DATA)/ready
	swift run -c release --package-path Benchmarks/match --scratch-path .build/bench-match match-bench \
		$(MATCH_DATA) Benchmarks/match/citylots-banks.jsonl $(MATCH)

# CPU seconds of reading, matching and deciding, and peak memory, of a replay of 100,000 and 1,000,000 events of 3 KB against
# 1,000 rules; the events are those of bench-match.
bench-replay: system $(MATCH_DATA)/ready
	swift build -c release --product quell
	python3 Benchmarks/replay.py .build/release/quell $(MATCH_DATA)

$(MATCH_DATA)/ready: Benchmarks/match/gen_citylots.py Benchmarks/match/gen_security.py
	@mkdir -p $(MATCH_DATA)
	python3 Benchmarks/match/gen_citylots.py $(MATCH_DATA)
	python3 Benchmarks/match/gen_security.py $(MATCH_DATA) 40000 100000
	@touch $@

# A million inputs for what reads events, with every access to memory checked; it begins with what `make fuzz` found.
MEMORY_RUNS := 1000000
fuzz-memory:
	swift build -c release --package-path Fuzz --scratch-path .build/fuzz-memory -Xswiftc -sanitize=address,fuzzer \
		-Xcc -fsanitize=address -Xswiftc -use-ld=lld --product fuzz-event
	@mkdir -p .build/fuzz/found-event .build/fuzz-memory/found
	.build/fuzz-memory/release/fuzz-event -runs=$(MEMORY_RUNS) -max_len=4096 -timeout=20 -rss_limit_mb=3000 -dict=Fuzz/json.dict \
		-artifact_prefix=.build/fuzz-memory/ .build/fuzz-memory/found .build/fuzz/found-event Fuzz/corpus/event

# Ten million inputs each for what reads events and what reads patterns; what fails is kept in .build/fuzz.
FUZZ_RUNS := 10000000
fuzz:
	swift build -c release --package-path Fuzz --scratch-path .build/fuzz -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
	@for name in event pattern; do \
		mkdir -p .build/fuzz/found-$$name; \
		.build/fuzz/release/fuzz-$$name -runs=$(FUZZ_RUNS) -max_len=4096 -timeout=20 -rss_limit_mb=1024 -dict=Fuzz/json.dict \
			-artifact_prefix=.build/fuzz/ .build/fuzz/found-$$name Fuzz/corpus/$$name || exit 1; \
	done

# The function's package: .build/lambda/quell-lambda.zip. Its build has a folder of its own, because its flags are others.
LAMBDA_BUILD := .build/lambda/build
PLAYBOOK := Playbooks/default.yaml
# What glibc does not bring is linked in: the base image is not asked for it. libgcc_s stays shared: its static form wants a
# glibc of 2.35 (_dl_find_object).
LAMBDA_LINK := -Xlinker -s -Xlinker --gc-sections
lambda: build
	@mkdir -p .build/lambda/static
	@for name in libstdc++.a libz.a; do ln -sf "$$(gcc -print-file-name=$$name)" .build/lambda/static/$$name; done
	swift build -c release --static-swift-stdlib --scratch-path $(LAMBDA_BUILD) --product quell-lambda \
		$(LAMBDA_LINK)
	python3 Tools/check-linkage.py $(LAMBDA_BUILD)/release/quell-lambda
	$(QUELL) check $(PLAYBOOK) --compiled .build/lambda/playbook.json
	python3 Tools/package-lambda.py $(LAMBDA_BUILD)/release/quell-lambda .build/lambda/playbook.json .build/lambda/quell-lambda.zip

# The package under AWS's own emulator, against the sandbox.
lambda-test: lambda .venv/ready
	$(PYTHON) Sandbox/fetch-rie.py
	PYTHONPATH=Sandbox $(PYTHON) -m pytest -q Tests/Deployed/test_lambda.py

# The whole deployed system: both stacks and the policies of Templates in a bare sandbox, then findings, configuration items
# and orders; what its operators take back, a new rule, and who tries to undo it from inside an account.
# Each permission of each role must have been needed.
test-deployed: lambda .venv/ready
	$(PYTHON) Sandbox/fetch-rie.py
	PYTHONPATH=Sandbox $(PYTHON) -m pytest -q Tests/Deployed --ignore Tests/Deployed/test_lambda.py \
		--ignore Tests/Deployed/test_removals.py

# Takes each permission away, one after the other, and plays what needed it: that must not end well any more. Minutes.
test-permissions: lambda .venv/ready
	$(PYTHON) Sandbox/fetch-rie.py
	PYTHONPATH=Sandbox $(PYTHON) -m pytest -q Tests/Deployed/test_removals.py

# Wall time, CPU time and peak memory of the function under AWS's emulator, cold and warm.
bench-lambda: lambda .venv/ready
	$(PYTHON) Sandbox/fetch-rie.py
	PYTHONPATH=Sandbox $(PYTHON) Benchmarks/lambda.py

.venv/ready: Sandbox/requirements.txt
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r Sandbox/requirements.txt
	@touch $@

# The two C libraries that the build needs beside Swift.
system:
	@Tools/system-packages.sh
