"""What staff decide: one door for every move, each with its audit line and revision in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hub.kinds import READERS, answer_of
from hub.model import AuditLine, Move, Staff, State, StoredSubmission
from hub.services import inbox
from hub.store.base import Store
from shared.errors import AnswerTooLong, IllegalMove, NoAnswerText
from shared.i18n import LANGUAGES
from shared.kinds.base import MAX_TEXT
from shared.notice import Notice, Status
from shared.submission import new_submission_id, utc

ALLOWED: dict[Move, frozenset[State]] = {
    Move.PUBLISH: frozenset({State.NEW, State.KEPT}),
    Move.KEEP: frozenset({State.NEW}),
    Move.SET_ASIDE: frozenset({State.NEW, State.KEPT}),
    Move.REOPEN: frozenset({State.KEPT, State.SET_ASIDE, State.PUBLISHED}),
    Move.ANSWER: frozenset({State.NEW, State.KEPT, State.PUBLISHED}),
    Move.ERASE: frozenset(State),
}
"""From which states each move is possible."""


def moves(stored: StoredSubmission) -> list[Move]:
    """Return what staff can do with it now. What could not be opened cannot be published."""
    readable = stored.submission.kind in READERS and answer_of(stored) is not None
    return [move for move, states in ALLOWED.items() if stored.state in states and (readable or move != Move.PUBLISH)]


def publish(
    store: Store, id: str, *, staff: Staff, now: datetime, status: Status, replies: Mapping[str, str],
    text: str | None = None,
) -> StoredSubmission:  # fmt: skip
    """Put it on the board, in the visitor's own words or in the shorter ``text``. Raises IllegalMove, NotFound."""
    with store.atomic():
        stored = _checked(store, id, Move.PUBLISH)
        after = replace(stored, state=State.PUBLISHED, status=status.value, replies=_written(replies))
        after = replace(after, notice_id=stored.notice_id or new_submission_id())
        notice = _notice(store, after, text, published_at=utc(now))
        return _move(store, after, Move.PUBLISH, staff=staff, now=now, notice=notice)


def keep(store: Store, id: str, *, staff: Staff, now: datetime) -> StoredSubmission:
    """Keep it without publishing. Raises IllegalMove, NotFound."""
    return _to(store, id, Move.KEEP, State.KEPT, staff=staff, now=now)


def set_aside(store: Store, id: str, *, staff: Staff, now: datetime) -> StoredSubmission:
    """Put it out of the way. Raises IllegalMove, NotFound."""
    return _to(store, id, Move.SET_ASIDE, State.SET_ASIDE, staff=staff, now=now)


def reopen(store: Store, id: str, *, staff: Staff, now: datetime) -> StoredSubmission:
    """Make it new again; a published one leaves the board. Raises IllegalMove, NotFound."""
    return _to(store, id, Move.REOPEN, State.NEW, staff=staff, now=now)


def answer(
    store: Store, id: str, *, staff: Staff, now: datetime, replies: Mapping[str, str], status: Status | None = None
) -> StoredSubmission:
    """Tell the visitor what came of it, by receipt code and on the board.

    Raises NoAnswerText, AnswerTooLong, IllegalMove, NotFound.
    """
    written = _written(replies)
    if not written:
        raise NoAnswerText("no reply in any language")
    with store.atomic():
        stored = _checked(store, id, Move.ANSWER)
        after = replace(stored, replies=written, status=status.value if status else stored.status)
        notice = next((notice for notice in store.outgoing.notices() if notice.id == stored.notice_id), None)
        if notice is not None:
            notice = replace(notice, replies=written, status=after.status or notice.status)
        return _move(store, after, Move.ANSWER, staff=staff, now=now, notice=notice)


def erase(store: Store, id: str, *, staff: Staff, now: datetime) -> None:
    """Delete it for ever: here, on the board, on the kiosk, and from every backup put back. Raises NotFound.

    The log outside the database is written first: should the power go now, the next start carries the erasure out.
    """
    with store.atomic():
        _checked(store, id, Move.ERASE)
        store.erasures.remember([id], now=utc(now))
        store.submissions.remove([id], now=utc(now))
        store.people.write_audit(AuditLine(utc(now), staff.name, Move.ERASE.value, id))


def _to(store: Store, id: str, move: Move, state: State, *, staff: Staff, now: datetime) -> StoredSubmission:
    with store.atomic():
        return _move(store, replace(_checked(store, id, move), state=state), move, staff=staff, now=now)


def _checked(store: Store, id: str, move: Move) -> StoredSubmission:
    stored = inbox.read(store, id)
    if move not in moves(stored):
        raise IllegalMove(f"{move.value} from {stored.state.value}")
    return stored


def _move(
    store: Store, after: StoredSubmission, move: Move, *, staff: Staff, now: datetime, notice: Notice | None = None
) -> StoredSubmission:
    """Save, audit, and take the next revision; the notice follows the state. The caller holds the transaction."""
    revision, submission_id = store.outgoing.next_revision(), after.submission.id
    store.submissions.move(
        submission_id,
        state=after.state,
        status=after.status,
        replies=after.replies,
        notice_id=after.notice_id,
        revision=revision,
    )
    if notice is not None:
        store.outgoing.save_notice(notice, submission_id=submission_id, changed=revision)
    elif after.notice_id is not None and after.state != State.PUBLISHED:
        store.outgoing.withdraw_notice(after.notice_id, changed=revision)
    store.people.write_audit(AuditLine(utc(now), staff.name, move.value, submission_id, after.status or ""))
    return replace(after, revision=revision)


def _notice(store: Store, stored: StoredSubmission, text: str | None, *, published_at: str) -> Notice:
    submission, answer = stored.submission, answer_of(stored)
    reader = READERS[submission.kind]
    assert answer is not None, "moves() lets nothing be published that cannot be read"
    assert stored.payload is not None
    assert stored.notice_id is not None
    prompt = store.outgoing.prompt_asked(submission.prompt, submission.prompt_hash)
    words = reader.public_text(answer, prompt, submission.language) if text is None else text.strip()
    if len(words) > MAX_TEXT:
        raise AnswerTooLong("the public wording")
    return Notice(
        id=stored.notice_id,
        status=stored.status or Status.HEARD.value,
        kind=submission.kind,
        prompt=submission.prompt,
        language=submission.language,
        text=words,
        cards=reader.cards(answer),
        drawing=reader.drawing(stored.payload),
        replies=stored.replies,
        published_at=published_at,
    )


def _written(replies: Mapping[str, str]) -> dict[str, str]:
    written = {language: replies.get(language, "").strip() for language in LANGUAGES}
    if any(len(text) > MAX_TEXT for text in written.values()):
        raise AnswerTooLong("a reply")
    return {language: text for language, text in written.items() if text}
