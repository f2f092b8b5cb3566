"""What a kiosk takes from a receipt: times that can be, numbers within their bounds, names of a sane length.

A receipt that breaks this is refused whole, before anything of it is kept: what is kept is read at each start.
Prompts and activities are looked at one by one where they are read, so that one that is odd is passed over alone.
"""

from collections.abc import Iterator
from datetime import datetime

from kiosk.hub_link.wire import BIGGEST
from shared.clock import is_possible
from shared.errors import BadMessage
from shared.protocol import Receipt
from shared.submission import from_utc

LONGEST = 256
"""Ids, slugs, codes, marks and the library's name are all shorter."""


def check_receipt(receipt: Receipt) -> None:
    """Raise BadMessage when the receipt holds what cannot be."""
    if not is_possible(_moment(receipt.hub_time)):
        raise BadMessage("hub_time cannot be")
    for door in receipt.doors or ():
        _moment(door.delete_at)
    if not all(0 <= number <= BIGGEST for number in _numbers(receipt)):
        raise BadMessage("a number is out of range")
    if any(len(name) > LONGEST for name in _names(receipt)):
        raise BadMessage("a name is too long")


def _moment(text: str) -> datetime:
    try:
        return from_utc(text)
    except ValueError as exc:
        raise BadMessage("not a time") from exc


def _numbers(receipt: Receipt) -> Iterator[int]:
    yield receipt.news.cursor
    for lease in receipt.leases:
        yield from (lease.granted, lease.keep, lease.term_s)
    for count in receipt.seats:
        yield from (count.free, count.waiting)
    for state in receipt.news.receipts:
        yield from (state.pair, state.persons, state.seated, state.order)


def _names(receipt: Receipt) -> Iterator[str]:
    news = receipt.news
    yield from (receipt.lineage, receipt.mark, receipt.told_upto, news.library, news.default_language, news.colour)
    yield from (news.logo.mark, news.logo.ground) if news.logo else ()
    for ids in (receipt.accepted, receipt.erased, receipt.lacking, news.withdrawn, news.withdrawn_prompts):
        yield from ids
    yield from (*news.withdrawn_activities, *news.told)
    for refusal in receipt.refused:
        yield from (refusal.id, refusal.code)
    for lease in receipt.leases:
        yield from (lease.activity, lease.mark)
    yield from (one.activity for one in (*receipt.seats, *(receipt.doors or ())))
    for state in news.receipts:
        yield from (state.finder, state.state, state.activity or "")
    yield from (prompt.id for prompt in news.prompts)
    yield from (notice.id for notice in news.notices)
    yield from (one.slug for one in news.activities)
