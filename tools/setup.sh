#!/bin/sh
# Make the virtual environment VENV with everything EXTRAS name, from nothing: system packages, Python, libraries.
# usage: tools/setup.sh VENV EXTRAS
set -eu
venv=$1 extras=$2

say() { printf 'setup: %s\n' "$*" >&2; }

# --- system packages (Debian, Ubuntu) -----------------------------------------------------------------------------
missing=
need() { missing="$missing $1"; }

has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
has_library libGL.so.1 || need libgl1
has_library libEGL.so.1 || need libegl1
case $extras in
    *test*)
        tools/find-chromium.sh >/dev/null || need chromium
        command -v strace >/dev/null || need strace # pulls the plug at each write, in tests/faults
        ;;
esac

works() { "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }
find_python() {
    for candidate in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if works "$candidate"; then echo "$candidate"; return; fi
    done
    return 1
}
find_python >/dev/null || need 'python3 python3-venv'

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null; then
        say "this system has no apt-get. Please install what these Debian packages hold:$missing"
        exit 1
    fi
    root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "please install as root: apt-get install$missing"; exit 1; }
        root=sudo
    fi
    say "installing system packages:$missing"
    $root apt-get update -qq
    # shellcheck disable=SC2086 # the list is to be split
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends $missing >&2
fi

# --- Python and libraries -----------------------------------------------------------------------------------------
python=$(find_python) || { say 'no Python 3.11, 3.12 or 3.13 was found; Kivy has no builds for other versions'; exit 1; }
if [ ! -x "$venv/bin/python" ]; then
    say "making $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi
"$venv/bin/python" -m pip install -q -c constraints.txt uv
say "installing Samskap with: $extras"
"$venv/bin/uv" pip install -q --compile-bytecode --python "$venv/bin/python" -c constraints.txt -e ".[$extras]"

case $extras in
    *test*)
        # Ubuntu's chromium package is only a pointer to a snap; there Playwright's own build serves.
        tools/find-chromium.sh >/dev/null || "$venv/bin/playwright" install --with-deps chromium >&2
        ;;
esac
