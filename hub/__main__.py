"""``samskap-hub``, also as ``python -m hub``."""

import sys

from hub.commands import main

if __name__ == "__main__":
    sys.exit(main())
