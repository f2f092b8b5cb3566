#!/bin/sh
# Print the path of a Chromium that really starts; exit 1 when there is none.
for candidate in "${SAMSKAP_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$candidate" ] || continue
    path=$(command -v "$candidate") || continue
    if "$path" --version >/dev/null 2>&1; then echo "$path"; exit 0; fi
done
exit 1
