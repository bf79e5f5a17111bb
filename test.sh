#!/usr/bin/env bash
# Sets up what the tests need and runs all of them: go test with the race detector, which needs a C compiler, and the
# pages in a browser, which need Chromium, and npm for axe-core, which checks that everybody can use them. What is missing
# is installed if that is possible without asking; otherwise the tests run without it and say so.
# With HEARSAY_STRICT=1 nothing may be left out.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v go >/dev/null; then
  echo "test.sh: no Go toolchain found; install Go $(sed -n 's/^go //p' go.mod) or newer" >&2
  exit 1
fi

# install PACKAGE…: Debian packages, where that needs no password.
install() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -qq -y "$@" >/dev/null || true
  fi
}

race=-race
if ! command -v cc >/dev/null && ! command -v gcc >/dev/null; then
  install gcc libc6-dev
  if ! command -v cc >/dev/null && ! command -v gcc >/dev/null; then
    race=
    echo "test.sh: skipped: the race detector, for want of a C compiler" >&2
    if [ "${HEARSAY_STRICT:-}" = 1 ]; then exit 1; fi
  fi
fi

command -v chromium >/dev/null || install chromium fonts-dejavu-core
command -v chromium >/dev/null || echo "test.sh: skipped: the pages in a browser, for want of chromium" >&2
command -v npm >/dev/null || install npm
if command -v npm >/dev/null; then
  npm ci --prefix web/script --no-fund --no-audit --silent
else
  echo "test.sh: skipped: axe-core on the pages, for want of npm" >&2
fi

# The program is built without C; only the race detector needs it.
CGO_ENABLED=0 go build ./...
if [ -n "$race" ]; then
  # The scripts of the verbs start the program some 250 times; they run it as it is released. The pages are crawled whole, a
  # thousand of them for each hostile word: raced are those of their tests in which several things happen at once.
  plain=$(go list ./cmd/... ./web)
  CGO_ENABLED=1 go test -race -timeout 30m $(go list ./... | grep -vxF "$plain")
  CGO_ENABLED=1 go test -race -timeout 30m -run 'Readers|Change|Events|Outlives|Address|TakesSoMuch|Held|Bodies' ./web
  CGO_ENABLED=0 go test -timeout 30m $plain
else
  CGO_ENABLED=0 go test -timeout 30m ./...
fi
