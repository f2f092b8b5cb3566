"""What the resting screen has to show: whatever a passer-by may want to touch. Which of it when, the screen says."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.store import ActivityHere, Library
from kiosk.visit.views import Resting
from shared.notice import Notice, Status
from shared.prompt import Prompt


def resting(
    prompts: Sequence[Prompt],
    library: Library,
    notices: Sequence[Notice],
    activities: Sequence[ActivityHere],
    now: datetime,
) -> Resting:
    """Return what there is to show at rest. ``notices`` are newest first, ``activities`` by their next date."""
    came = [notice.status for notice in notices]
    return Resting(
        tuple(prompts),
        library,
        came.count(Status.TRYING),
        came.count(Status.DONE),
        newest=next((notice for notice in notices if notice.status == Status.DONE), None),
        drawing=next((notice for notice in notices if notice.drawing), None),
        next_activity=next(iter(activities), None),
        shown_at=now,
    )
