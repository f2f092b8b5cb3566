#!/bin/sh
# Install into the virtual environment VENV what the other arguments ask of pip: with uv where that works, with pip where not.
# usage: tools/install.sh VENV ARGUMENT...
set -eu
venv=$1
shift

say() { printf 'setup: %s\n' "$*" >&2; }

# uv brings a list of authorities of its own; that of a municipality that looks into TLS stands in the system's store alone.
export UV_SYSTEM_CERTS=1

if "$venv/bin/uv" --version >/dev/null 2>&1 || "$venv/bin/python" -m pip install -q uv; then
    if "$venv/bin/uv" pip install -q --compile-bytecode --python "$venv/bin/python" "$@"; then exit 0; fi
fi
say 'uv does not work here; pip does the same in a minute or two'
"$venv/bin/python" -m pip install -q "$@"
