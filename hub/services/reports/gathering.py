"""All that a library has gathered, in open formats: one ZIP with tables, drawings, and a page that says what is what.

What it never has: who has signed up and what they said of themselves, what names a visitor's slip, and, for whoever may
not read them, worries. It is written as it is read, so it takes no more memory for a hundred thousand answers.
"""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hub.drawing_svg import drawing_svg
from hub.kinds import READERS, answer_of
from hub.lists import InboxFilter
from hub.model import Actor, Right, State, StoredSubmission
from hub.services.changing import must
from hub.services.house import prompts
from hub.services.house.settings import Settings
from hub.services.reports import gathered_tables as tables
from hub.services.reports.read_me import read_me
from hub.services.reports.sheets import Sheet, kept_file
from hub.services.review import inbox
from hub.store.base import Store
from shared.activity import Activity
from shared.kinds import kind_of
from shared.kinds.base import Answer
from shared.languages import pick
from shared.prompt import Prompt

AT_ONCE: Final = 200
"""So many answers are read between two looks at whether somebody has cancelled."""
PIECE: Final = 1 << 20
"""Bytes of a table that are packed at once."""
OLDEST: Final = 1980
"""No ZIP knows an earlier year; a hub whose clock stands still has one."""
FILE: Final = "gathered.zip"

Portions = Generator[tuple[int, int | None], None, int]
"""How many answers are done, and of how many; at the end, how many are in the file."""


@dataclass(frozen=True)
class Reading:
    """Who reads, in which language, and what kiosks are called."""

    store: Store
    by: Actor
    language: str
    kiosks: dict[str, str]
    asked: dict[tuple[str, str], tuple[Prompt | None, str]]
    """Questions by id and content, as they come up, and what they are called: a library has asked some dozens."""

    def question(self, stored: StoredSubmission) -> tuple[Prompt | None, str]:
        """Return what was asked, as the visitor saw it, and what it is called; "" where it was never asked here."""
        key = stored.submission.prompt, stored.submission.prompt_hash
        if key not in self.asked:
            asked = prompts.asked(self.store, stored.submission)
            called = asked or self.store.prompts.read(stored.submission.prompt)
            self.asked[key] = asked, called.text(self.language).title if called else ""
        return self.asked[key]


def portions(store: Store, folder: Path, library: Settings, *, language: str, by: Actor, now: datetime) -> Portions:
    """Write ``FILE`` into a folder, which is there. Raises NotAllowed, OSError, StoreError."""
    must(by, Right.READ)
    kiosks = {kiosk.id: kiosk.name for kiosk in store.kiosks.every()}
    reading = Reading(store, by, language, kiosks, {})
    may_read_worries = by.may(Right.SAFEGUARD)
    total = sum(store.inbox.states(InboxFilter(worries=may_read_worries)).values())
    with ExitStack() as opened:
        packed = opened.enter_context(ZipFile(opened.enter_context(kept_file(folder / FILE, "wb")), "w", ZIP_DEFLATED))
        sheets = {table.name: opened.enter_context(Sheet(folder, table)) for table in tables.ALL}
        packed.writestr(
            _info("README.txt", now), read_me(library, language=language, now=now, worries=may_read_worries)
        )
        yield 0, total
        count = 0
        for count, stored in enumerate(_listed(store, by), 1):
            _write_answer(reading, stored, sheets["answers"], packed, now)
            if count % AT_ONCE == 0:
                yield count, total
        _write_questions(reading, sheets["questions"])
        _write_board(reading, sheets["board"])
        for slug in [activity.slug for activity in store.activities.every()]:
            _write_activity(reading, slug, sheets["activities"])
            yield count, total
        for sheet in sheets.values():
            sheet.close()
            for path in sheet.paths:
                for _ in _pack(packed, path, now):
                    yield count, total
                path.unlink()
    return count


def _listed(store: Store, by: Actor) -> Iterator[StoredSubmission]:
    """Yield what staff read in the inbox, the oldest first: nothing that belongs to an activity, or failed to."""
    for stored in store.submissions.every():
        reader = READERS.get(stored.submission.kind)
        of_somebody = stored.state == State.FILED or (reader is not None and reader.filed)
        if not of_somebody and inbox.may_read(stored, by):
            yield stored


def _info(name: str, now: datetime) -> ZipInfo:
    info = ZipInfo(name, (max(OLDEST, now.year), *now.timetuple()[1:6]))
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
    return info


def _pack(packed: ZipFile, path: Path, now: datetime) -> Iterator[None]:
    """Pack a table piece by piece."""
    with path.open("rb") as table, packed.open(_info(path.name, now), "w", force_zip64=True) as place:
        while piece := table.read(PIECE):
            place.write(piece)
            yield


def _write_answer(reading: Reading, stored: StoredSubmission, sheet: Sheet, packed: ZipFile, now: datetime) -> None:
    submission, language = stored.submission, reading.language
    (asked, title), answer, reader = reading.question(stored), answer_of(stored), READERS.get(submission.kind)
    row: dict[str, Any] = {
        "id": submission.id,
        "received_at": stored.received_at,
        "question": submission.prompt,
        "title": title,
        "kind": submission.kind,
        "language": submission.language,
        "kiosk": reading.kiosks.get(submission.kiosk, submission.kiosk),
        "state": stored.state.value,
        "said_after": stored.after,
        "status": stored.status,
        "reply": pick(stored.replies, language),
        "deleted_on": stored.delete_at,
    }
    told: Answer | None = None
    if answer is not None and reader is not None:
        strokes = reader.strokes(answer)
        if strokes is not None:
            row["drawing"] = f"drawings/{submission.id}.svg"
            packed.writestr(_info(row["drawing"], now), drawing_svg(strokes, title))
        rows = reader.rows(answer, asked, language)
        row["text"] = reader.search_text(answer)
        row["answer"] = "; ".join(f"{label}: {value}" for label, value in rows if value)
        personal = kind_of(submission.kind).personal_fields
        told = {name: value for name, value in answer.items() if name not in personal and name != "strokes"}
    sheet.write(row, {"answer_as_given": told, "replies": stored.replies})


def _write_questions(reading: Reading, sheet: Sheet) -> None:
    newest = {prompt.id: prompt for prompt in reading.store.prompts.every()}
    gone = {prompt.id: prompt for prompt, _ in reading.asked.values() if prompt is not None and prompt.id not in newest}
    for prompt in [*newest.values(), *gone.values()]:
        words = prompt.text(reading.language)
        row = {
            "question": prompt.id, "kind": prompt.kind, "title": words.title, "asks": words.question,
            "opens_at": prompt.opens_at, "closes_at": prompt.closes_at, "keep_days": prompt.keep_days,
            "is_asked": prompt.id in newest,
        }  # fmt: skip
        texts = {language: {"title": one.title, "asks": one.question} for language, one in prompt.texts.items()}
        sheet.write(row, {"texts": texts, "settings": dict(prompt.settings)})


def _write_board(reading: Reading, sheet: Sheet) -> None:
    for notice in reading.store.notices.every():
        row = {
            "id": reading.store.notices.submission_of(notice.id), "published_at": notice.published_at,
            "question": notice.prompt, "status": notice.status, "text": notice.text,
            "reply": pick(notice.replies, reading.language),
        }  # fmt: skip
        sheet.write(row, {"replies": notice.replies})


def _write_activity(reading: Reading, slug: str, sheet: Sheet) -> None:
    activity = reading.store.activities.read(slug)
    if activity is None:
        return
    coming = [one for one in reading.store.sign_ups.of(slug) if one.active]
    noted = reading.store.doors.noted(slug)
    for date in activity.dates:
        came = noted.get(date.starts_at)
        row = {
            **_of_activity(activity, reading.language),
            "starts_at": date.starts_at,
            "ends_at": date.ends_at,
            "signed_up": sum(one.persons for one in coming),
            "seated": sum(one.seated for one in coming),
            "came": sum(came.ticks.values()) + sum(came.tally.values()) if came else None,
        }
        sheet.write(row)


def _of_activity(activity: Activity, language: str) -> dict[str, Any]:
    words = activity.text(language)
    return {
        "activity": activity.slug, "title": words.title, "place": activity.place, "cancelled": activity.cancelled,
        "seats": activity.seats,
    }  # fmt: skip
