# The doors of the project. Each works on a fresh machine with git, make and a network; scripts/setup installs the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test bench papers fmt clean

help: ## what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

run: ## build, make the demo office on the first time, and serve it at http://127.0.0.1:8080
	@scripts/run

test: ## everything that has to hold before a change is taken
	@scripts/test

bench: ## the figures, each beside the bare part
	@scripts/bench

papers: ## make the papers of tests/data again
	@scripts/papers

fmt: ## format Rust
	@cargo fmt --all

clean: ## remove what was built; ./data stays
	@cargo clean
	@rm -rf web/dist web/node_modules
