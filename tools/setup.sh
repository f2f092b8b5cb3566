#!/bin/sh
# Make the virtual environment VENV with everything EXTRAS name, from nothing: system packages, Python, libraries.
# usage: tools/setup.sh VENV EXTRAS
set -eu
venv=$1 extras=$2

say() { printf 'setup: %s\n' "$*" >&2; }

# --- system packages (Debian, Ubuntu) -----------------------------------------------------------------------------
missing= wished=
need() { missing="$missing $1"; }
wish() { wished="$wished $1"; } # only the reading for spelling asks for it; `make demo` works without

has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
has_dictionary() { hunspell -d "$1" -l </dev/null >/dev/null 2>&1; }

has_library libGL.so.1 || need libgl1
has_library libEGL.so.1 || need libegl1
case $extras in
    *test*)
        tools/find-chromium.sh >/dev/null || need chromium
        command -v strace >/dev/null || need strace # pulls the plug at each write, in tests/faults
        command -v hunspell >/dev/null || wish hunspell
        has_dictionary en_GB || wish hunspell-en-gb
        has_dictionary sv_SE || wish hunspell-sv
        has_dictionary da_DK || wish hunspell-da
        { has_dictionary nb_NO && has_dictionary nn_NO; } || wish hunspell-no
        ;;
esac
case $extras in *portable*) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || need postgresql ;; esac

works() { "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }
find_python() {
    for candidate in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if works "$candidate"; then echo "$candidate"; return; fi
    done
    return 1
}
find_python >/dev/null || need 'python3 python3-venv'

stop_without() {
    [ -z "$missing" ] || { say "$1:$missing"; exit 1; }
    say "nothing reads for spelling here without these Debian packages:$wished"
}

if [ -z "$missing$wished" ]; then
    :
elif ! command -v apt-get >/dev/null; then
    stop_without 'this system has no apt-get. Please install what these Debian packages hold, then try again'
elif [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    stop_without 'please install as root, then try again: apt-get install'
else
    root=
    [ "$(id -u)" -eq 0 ] || root=sudo
    # A new machine often updates itself in its first minutes: wait for that, at most five minutes.
    patient='-o DPkg::Lock::Timeout=300'
    # shellcheck disable=SC2086 # the list is to be split
    install() { $root env DEBIAN_FRONTEND=noninteractive apt-get $patient install -y -qq --no-install-recommends "$@" >&2; }
    say "installing system packages:$missing$wished"
    # shellcheck disable=SC2086
    $root apt-get $patient update -qq || say 'the lists of packages could not be fetched; the old ones may do'
    # shellcheck disable=SC2086
    install $missing $wished || { [ -n "$missing" ] && install $missing; } ||
        stop_without 'this failed. Please install as root, then try again: apt-get install'
fi

# --- Python and libraries -----------------------------------------------------------------------------------------
python=$(find_python) || { say 'no Python 3.11, 3.12 or 3.13 was found; Kivy has no builds for other versions'; exit 1; }
if [ ! -x "$venv/bin/python" ]; then
    say "making $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi
say "installing Samskap with: $extras"
tools/install.sh "$venv" -c constraints.txt -e ".[$extras]" || {
    say 'the libraries could not be fetched. Is there a network, and does pip know your package index (pip config)?'
    exit 1
}

case $extras in
    *test*)
        # Ubuntu's chromium package is only a pointer to a snap; there Playwright's own build serves.
        if ! tools/find-chromium.sh >/dev/null; then
            # Node, too, looks past the system's store.
            store=/etc/ssl/certs/ca-certificates.crt
            [ ! -e "$store" ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$store}"
            "$venv/bin/playwright" install --with-deps chromium >&2
        fi
        ;;
esac
