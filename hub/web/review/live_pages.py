"""What open pages hear of: what came, what colleagues decided, who is where, and how far long work is."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from hub.bus import HERE, INBOX, KIOSKS, NEWS, TRIED, WORK
from hub.model import Right, Staff
from hub.presence import shown
from hub.services.review import inbox
from hub.web.page import wording
from hub.web.page.access import At, StaffRoutes, who
from hub.web.page.desk import Desk

pages = StaffRoutes()
DECIDED, OUT = "decided", "out"


@pages.get("/live", right=Right.SIGNED_IN, response_class=EventSourceResponse)
async def follow(
    request: Request,
    desk: At,
    since: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    stand: Annotated[str, Query(max_length=40)] = "",
    at: Annotated[str, Query(max_length=200)] = "",
    also: Annotated[str, Query(max_length=2_000)] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Tell what happens for as long as the session lasts, and that it is over.

    How many answers have come since a position, which were decided about since the history stood at ``stand``, and
    that others than ``also``, whom the page shows, are where it is: ``at``.
    """
    told = ""
    async for topic in desk.hub.bus.subscribe(INBOX, WORK, HERE):
        person = await run_in_threadpool(who, request, present=False)
        if person is None:
            yield ServerSentEvent(event=OUT, raw_data="")
            return
        if topic in (INBOX, NEWS) and person.may(Right.READ):
            n = await run_in_threadpool(inbox.arrived_since, desk.store, since) if topic == INBOX else 0
            if n:
                yield ServerSentEvent(event=INBOX, raw_data=desk.speech.ngettext("{n} new", "{n} new", n).format(n=n))
            decided = await run_in_threadpool(_decided, desk, person, stand)
            if decided != told:
                told = decided
                yield ServerSentEvent(event=DECIDED, raw_data=decided)
        elif topic == HERE and at:
            others = shown(desk.hub.presence.others(person, at, desk.hub.now()))
            if others != also:
                also = others
                yield ServerSentEvent(event=HERE, raw_data="")
        elif topic == WORK and desk.hub.work.concerns(person):
            yield ServerSentEvent(event=WORK, raw_data="")
        elif topic in (KIOSKS, TRIED) and person.may(Right.KIOSKS):
            yield ServerSentEvent(event=topic, raw_data="")


def _decided(desk: Desk, person: Staff, stand: str) -> str:
    """Return as JSON what colleagues decided: in words how many, and of each what and by whom; "" for nothing."""
    found = inbox.decided_since(desk.store, stand, by=person)
    if not found:
        return ""
    says = desk.speech.ngettext("{n} decided by now", "{n} decided by now", len(found)).format(n=len(found))
    of = {one: f"{desk.tr(wording.MOVED[line.move])} · {line.staff}" for one, line in found.items()}
    return json.dumps({"says": says, "of": of})
