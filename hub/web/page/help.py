"""Help on a page: what it is for, and the three things people do there. The guide says more."""

from typing import NamedTuple

from shared.languages import N_


class Help(NamedTuple):
    """What a page is for, in one sentence, and three things people do there, each with its verb first: message ids."""

    what_for: str
    things: tuple[str, str, str]
    chapter: str
    """Which chapter of the guide says more."""


WENT_WRONG = Help(
    N_("Something did not go as it should, and the page says what."),
    (
        N_("Read what it says."),
        N_("Go back, and try once more."),
        N_("Tell whoever looks after the hub, if it comes again."),
    ),
    "every-day",
)
"""For the page that says what went wrong."""
