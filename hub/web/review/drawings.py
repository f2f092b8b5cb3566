"""The drawing of a submission as a picture of its own, for lists and for the board."""

from fastapi.responses import Response

from hub.drawing_svg import drawing_svg
from hub.kinds import READERS, answer_of
from hub.services.review import inbox
from hub.web.page.desk import Desk
from shared.errors import NotFound


def drawing(desk: Desk, submission_id: str) -> Response:
    """Return it. Raises NotFound when there is none, or none for this person."""
    stored = inbox.read(desk.store, submission_id)
    if not inbox.may_read(stored, desk.staff):
        raise NotFound("drawing")
    reader, answer = READERS.get(stored.submission.kind), answer_of(stored)
    strokes = reader.strokes(answer) if reader is not None and answer is not None else None
    if strokes is None:
        raise NotFound("drawing")
    return Response(drawing_svg(strokes), media_type="image/svg+xml")
