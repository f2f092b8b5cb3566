"""What does not work behind the screen just now, in words for staff."""

from collections.abc import Sequence

from shared.fence import Trouble
from shared.languages import Translate


def trouble_words(troubles: Sequence[Trouble], tr: Translate) -> list[str]:
    """Return a line for each task in the background that fails."""
    return [" ".join(tr(words) for words in (one.says, one.why) if words) + f" ({one.code})" for one in troubles]
