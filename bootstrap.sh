#!/usr/bin/env bash
# Sets up, builds and runs Codex Flow from a plain checkout; see usage() below.
# Progress and the build's own output go to stderr; stdout belongs to the program that is run.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
preset=${CODEXFLOW_PRESET:-release}
tree=$root/build/$preset

# Tools may also come from elsewhere: a package is asked for only if its command is missing.
tools=(g++:g++ cmake:cmake ninja:ninja-build)
libraries=(libboost1.81-dev rapidjson-dev libyaml-cpp-dev libfmt-dev libcli11-dev libssl-dev libre2-dev zlib1g-dev
    libminizip-dev libsqlite3-dev libhiredis-dev)
# For the tests: one plugin is built by another compiler against another standard library.
test_tools=(clang++:clang)
test_libraries=(libboost-test1.81-dev libc++-14-dev libc++abi-14-dev)
# Servers that tests run the program against (tests/counterparts, tests/plugins/memory), which are skipped without them.
# Their packages also start them as services, so nothing but CI installs them unasked.
ci_packages=(nginx-light tinyproxy redis-server)
# Makes rebuilding faster; never a reason to stop.
useful=(ccache:ccache)

usage()
{
    cat <<'TEXT'
usage: ./bootstrap.sh COMMAND [ARGUMENT...]

  build         install what is missing, build the program and its plugins
  run [ARG...]  build, then run: `./bootstrap.sh run --example` is `codex-flow run --example`
  test [ARG...] build with the tests and run them; arguments go to ctest (-R NAME, -V, ...)
  help          this text

The tree is build/release. CODEXFLOW_PRESET=debug|asan|tsan|clang builds and tests another one.
On Debian 12 missing packages are installed by apt-get, as root or through sudo; a machine that has
them needs neither rights nor network.
TEXT
}

say() { printf 'bootstrap: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

missing=() # packages, by missing_tools and missing_libraries

# Arguments: command:package pairs.
missing_tools()
{
    local item
    for item; do
        command -v "${item%%:*}" >/dev/null 2>&1 || missing+=("${item##*:}")
    done
}

missing_libraries()
{
    local item installed
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for item; do
        grep -qx "installed $item" <<<"$installed" || missing+=("$item")
    done
}

# Runs a command with its output in a log; on a terminal its last line is shown as it goes.
run_logged()
{
    local log=$1 line status=0
    shift
    if [ -t 2 ]; then
        "$@" 2>&1 | tee "$log" | while IFS= read -r line; do
            printf '\r\033[K  %.*s' "$((${COLUMNS:-80} - 4))" "$line" >&2
        done || status=$?
        printf '\r\033[K' >&2
    else
        "$@" >"$log" 2>&1 || status=$?
    fi
    if [ "$status" -ne 0 ]; then
        tail -n 20 "$log" >&2
        return "$status"
    fi
}

install_packages()
{
    local packages=$* log apt=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || {
            say "these packages are missing: $packages"
            say "you are not root and there is no sudo; have root run this, then start me again:"
            say "  apt-get update && apt-get install --no-install-recommends -y $packages"
            exit 1
        }
        apt=(sudo)
        say "using sudo to install packages"
        sudo -v || die "sudo was refused; have root run: apt-get install --no-install-recommends -y $packages"
    fi
    log=$(mktemp "${TMPDIR:-/tmp}/codex-flow-bootstrap.XXXXXX")
    apt+=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300)
    say "[1/2] refreshing the package lists"
    run_logged "$log" "${apt[@]}" update || die "apt-get update failed: is the package mirror reachable? (log: $log)"
    say "[2/2] installing $# packages and what they need: $packages"
    run_logged "$log" "${apt[@]}" install --no-install-recommends "$@" ||
        die "apt-get install failed (log: $log)"
    rm -f "$log"
}

debian_12() { grep -qx 'VERSION_CODENAME=bookworm' /etc/os-release 2>/dev/null; }

# Makes sure that everything is there that the build (and, with "test", the tests) needs.
provide()
{
    local need_tools=("${tools[@]}") need_libraries=("${libraries[@]}")
    if [ "$1" = test ]; then
        need_tools+=("${test_tools[@]}")
        need_libraries+=("${test_libraries[@]}")
        [ -n "${CI-}" ] && need_libraries+=("${ci_packages[@]}")
    fi
    missing_tools "${need_tools[@]}"
    if debian_12; then
        missing_libraries "${need_libraries[@]}"
        [ ${#missing[@]} -eq 0 ] && return
        missing_tools "${useful[@]}"
        install_packages "${missing[@]}"
    elif [ ${#missing[@]} -ne 0 ]; then
        say "this is not Debian 12, so nothing is installed here; what Debian 12 calls these is needed:"
        say "  ${need_tools[*]##*:} ${need_libraries[*]}"
        die "missing tools: ${missing[*]}"
    fi
}

cache_has() { grep -qx "$1" "$tree/CMakeCache.txt" 2>/dev/null; }

configure()
{
    local options=()
    [ "$1" = test ] && ! cache_has 'CODEXFLOW_BUILD_TESTS:BOOL=ON' && options+=(-DCODEXFLOW_BUILD_TESTS=ON)
    [ "$1" != test ] && [ ! -f "$tree/CMakeCache.txt" ] && options+=(-DCODEXFLOW_BUILD_TESTS=OFF)
    [ -n "${CI-}" ] && ! cache_has 'CODEXFLOW_WERROR:BOOL=ON' && options+=(-DCODEXFLOW_WERROR=ON)
    [ -f "$tree/build.ninja" ] && [ ${#options[@]} -eq 0 ] && return
    say "configuring build/$preset"
    (cd "$root" && cmake --preset "$preset" --log-level=WARNING ${options[@]+"${options[@]}"}) >&2 ||
        die "configuring failed (see above)"
}

# Builds one target; says nothing at all when it is up to date.
build()
{
    local target=$1 jobs
    case $(ninja -C "$tree" -n "$target" 2>/dev/null | tail -n 1) in
    *'no work to do.') return ;;
    esac
    jobs=$(nproc 2>/dev/null || echo 2)
    say "building build/$preset with $jobs jobs"
    NINJA_STATUS='[%f/%t %es] ' ninja -C "$tree" -j "$jobs" "$target" >&2 || die "the build failed (see above)"
}

main()
{
    local verb=${1-}
    [ $# -gt 0 ] && shift
    case $verb in
    build)
        [ $# -eq 0 ] || { usage >&2; exit 64; }
        provide build
        configure build
        build product
        say "ready: $tree/bin/codex-flow"
        ;;
    run)
        provide build
        configure build
        build product
        exec "$tree/bin/codex-flow" run "$@"
        ;;
    test)
        provide test
        configure test
        build all
        # Read by the sanitized presets only: references to a frame that has returned are found too.
        export ASAN_OPTIONS=${ASAN_OPTIONS-detect_stack_use_after_return=1}
        export UBSAN_OPTIONS=${UBSAN_OPTIONS-print_stacktrace=1}
        exec ctest --test-dir "$tree" --output-on-failure -j "$(nproc 2>/dev/null || echo 2)" "$@"
        ;;
    help | -h | --help) usage ;;
    '')
        usage >&2
        exit 64
        ;;
    *)
        say "unknown command: $verb"
        usage >&2
        exit 64
        ;;
    esac
}

main "$@"
