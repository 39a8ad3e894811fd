#!/usr/bin/env bash
# Installs other people's servers and clients, as package-lock.json names them, into the folder that is
# given: once, until the lock file changes. The folder's file "missing" says why the tests that need them
# cannot run, and is not there when they can.
# Exit codes: 0 installed; 77 left out (node or the registry is not there); 1 failed.
# With CI set nothing but a machine without node excuses a failure.
set -uo pipefail
cd -- "$1" || exit 1
seconds=150 # for the download

left_out()
{
    printf '%s\n' "$1" >missing
    printf 'SKIPPED: %s\n' "$1"
    exit 77
}

install()
{
    timeout "$seconds" npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000
}

if elsewhere=$(grep '"resolved"' package-lock.json | grep -v '"https://registry\.npmjs\.org/'); then
    printf 'package-lock.json names another registry than registry.npmjs.org:\n%s\n' "$elsewhere" | tee missing
    exit 1
fi
for program in node npm; do
    command -v "$program" >/dev/null 2>&1 || left_out "$program is not installed"
done
version=$(node --version)
major=${version#v}
[ "${major%%.*}" -ge 20 ] 2>/dev/null || left_out "node 20 or later is needed, this is $version"

lock=$(cat package.json package-lock.json | sha256sum)
if [ -f installed ] && [ "$(cat installed)" = "$lock" ]; then
    rm -f missing
    echo "installed already"
    exit 0
fi
rm -f installed
said=$(install 2>&1)
status=$?
printf '%s\n' "$said"
if [ "$status" -eq 0 ]; then
    rm -f missing
    printf '%s\n' "$lock" >installed
    exit 0
fi
unreachable='ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT'
if [ "$status" -ne 124 ] && ! grep -qE "$unreachable" <<<"$said"; then
    echo "npm ci failed with status $status" | tee missing
    exit 1
fi
why="the npm registry cannot be reached ($(grep -oEm1 "$unreachable" <<<"$said" || echo "no end after $seconds s"))"
[ -z "${CI-}" ] || { printf '%s\n' "$why" | tee missing; exit 1; }
left_out "$why"
