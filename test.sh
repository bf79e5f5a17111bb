#!/usr/bin/env bash
# Sets up what the tests need and runs all of them: go test with the race detector, which needs a C compiler.
# Where one is missing it is installed if that is possible without asking; otherwise the tests run without it and say so.
# With HEARSAY_STRICT=1 nothing may be left out.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v go >/dev/null; then
  echo "test.sh: no Go toolchain found; install Go $(sed -n 's/^go //p' go.mod) or newer" >&2
  exit 1
fi

race=-race
if ! command -v cc >/dev/null && ! command -v gcc >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -qq -y gcc libc6-dev >/dev/null || true
  fi
  if ! command -v cc >/dev/null && ! command -v gcc >/dev/null; then
    race=
    echo "test.sh: skipped: the race detector, for want of a C compiler" >&2
    if [ "${HEARSAY_STRICT:-}" = 1 ]; then exit 1; fi
  fi
fi

# The program is built without C; only the race detector needs it.
CGO_ENABLED=0 go build ./...
if [ -n "$race" ]; then
  CGO_ENABLED=1 go test -race -timeout 30m ./...
else
  CGO_ENABLED=0 go test -timeout 30m ./...
fi
