# `make test` does all set-up and runs every test.
SWIFT_FLAGS := --explicit-target-dependency-import-check error

.PHONY: test lint build

build:
	swift build $(SWIFT_FLAGS)

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

test: lint
	swift test $(SWIFT_FLAGS)
