"""How many files the hub may hold, and who gets how many: a connection is a file too, and so is the database.

All ports and the disk share one allowance of the process. Whatever comes at the port of kiosks leaves room for them.
"""

import sys

MOST = 8_192
"""More than a library ever needs; what some systems allow, a billion, is no number to divide."""
KEPT = 448
"""For the staff pages, with browsers that are just being hung up on, and for the disk: each of some forty threads that
read holds three files of the database."""
LEAST_CALLERS = 64


def room_for_kiosks(others: int = 0) -> int:
    """Allow this process as many files as the system lets it; return how many connections of kiosks it may hold.

    ``others`` are those that staff at other desks may hold.
    """
    return max(LEAST_CALLERS, _allowed() - KEPT - others)


def _allowed() -> int:
    if sys.platform == "win32":  # sockets are no files there
        return MOST
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST if hard == resource.RLIM_INFINITY else min(MOST, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most
