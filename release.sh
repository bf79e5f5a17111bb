#!/usr/bin/env bash
# Builds the release programs into dist/, or with "check" only makes sure that they compile.
#   ./release.sh VERSION    ./release.sh check
set -euo pipefail
cd "$(dirname "$0")"

version=${1:?usage: ./release.sh VERSION, or ./release.sh check}
for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do
  os=${target%/*} arch=${target#*/}
  if [ "$version" = check ]; then
    out=/dev/null
  else
    out=dist/hearsay-$version-$os-$arch
    [ "$os" = windows ] && out=$out.exe
  fi
  CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -ldflags "-s -w -X main.version=$version" -o "$out" ./cmd/hearsay
  echo "built $os/$arch"
done
