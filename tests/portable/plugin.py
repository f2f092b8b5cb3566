"""For pytest: the contract of the store, kept by PostgreSQL alone."""

import functools
import os

from tests.contracts.stores import STORES
from tests.portable.postgres import PostgresStore

URL = "SAMSKAP_PORTABLE_URL"

STORES.clear()
STORES["postgres"] = functools.partial(PostgresStore, url=os.environ[URL])
