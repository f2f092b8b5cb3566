"""What the hub told the kiosk: prompts, the board, what receipt codes give. Applied together with its cursor."""

import json
import re
import sqlite3
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any

from kiosk.store import activities, leases, logos, sign_ups
from kiosk.store.bodies import Bodies
from kiosk.store.facts import fact, keep_facts
from shared.errors import InvalidPrompt
from shared.kinds import at_home
from shared.kinds.base import Home
from shared.logo import NO_LOGO, Logo
from shared.look import PLAIN, Look, is_colour
from shared.notice import Notice, SealedState
from shared.prompt import Prompt, check_prompt, prompt_from_json
from shared.protocol import MAX_BATCH_BYTES, MAX_TOLD, News
from shared.submission import from_utc, utc

NEVER = "9999"
"""When a prompt closes that is open for good; later than all times, as text."""

_TOLD = """
SELECT name AS place, words FROM told WHERE name > ? UNION ALL
SELECT finder, receipts.told FROM receipts WHERE finder > ? AND receipts.told != ''
AND EXISTS (SELECT 1 FROM activities WHERE slug = receipts.activity) ORDER BY place
"""
"""Both tables lie in the order of their places: a part is found there without the others."""
_RECEIPT = "finder, pair, state, sealed, activity, persons, seated, turn, told"
"""In the order of the fields of SealedState."""
_FINDER = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Library:
    """Whose kiosk this is: the ``name``, "" before the first sync, and how the library is known again."""

    name: str = ""
    look: Look = PLAIN
    logo: Logo = NO_LOGO


NAMELESS = Library()
"""Before the first sync."""


@dataclass(frozen=True)
class ToldPart:
    """A part of what the hub has told: what comes after one place, up to another; "" with the last."""

    words: list[str]
    after: str
    upto: str


def apply(connection: sqlite3.Connection, news: News) -> bool:
    """Take the news over the old. Tell whether anything is new to a visitor."""
    if news.full:
        for table in ("prompts", "notices", "receipts", "told"):
            connection.execute(f"DELETE FROM {table}")
    connection.executemany(
        "INSERT OR REPLACE INTO prompts (id, body, closes_at) VALUES (?, ?, ?)",
        [(prompt.id, _json(asdict(prompt)), _close(prompt)) for prompt in news.prompts],
    )
    connection.executemany("DELETE FROM prompts WHERE id = ?", [(one,) for one in news.withdrawn_prompts])
    connection.executemany(
        "INSERT OR REPLACE INTO notices VALUES (?, ?, ?)",
        [(notice.id, notice.published_at, _json(asdict(notice))) for notice in news.notices],
    )
    connection.executemany("DELETE FROM notices WHERE id = ?", [(one,) for one in news.withdrawn])
    connection.executemany(
        f"INSERT OR REPLACE INTO receipts ({_RECEIPT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [astuple(one) for one in news.receipts if _FINDER.fullmatch(one.finder)],
    )
    gone = [f"prompt {one}" for one in news.withdrawn_prompts] + [
        f"activity {one}" for one in news.withdrawn_activities
    ]
    connection.executemany("DELETE FROM told WHERE name = ?", [(one,) for one in gone])
    connection.executemany("INSERT OR REPLACE INTO told (name, words) VALUES (?, ?)", list(news.told.items()))
    sign_ups.answered(connection, news.receipts)
    what_is_on = activities.apply(connection, news)
    leases.close(connection, news.withdrawn_activities)
    leases.reopen(connection, [one.slug for one in news.activities])
    before = library(connection)
    keep_facts(
        connection,
        library=news.library,
        default_language=news.default_language,
        colour=news.colour,
        sound=news.sound,
    )
    if news.logo is not None:
        logos.keep(connection, news.logo)
    shown = (news.prompts, news.withdrawn_prompts, news.notices, news.withdrawn, news.receipts)
    return news.full or what_is_on or any(shown) or library(connection) != before


def library(connection: sqlite3.Connection) -> Library:
    """Return whose kiosk this is. A colour that is none, of a hub that knows other ones, is none here."""
    colour = str(fact(connection, "colour", ""))
    look = Look(colour if is_colour(colour) else "", bool(fact(connection, "sound", 0)))
    return Library(str(fact(connection, "library", "")), look, logos.read(connection))


def open_prompts(connection: sqlite3.Connection, now: datetime) -> list[Prompt]:
    """Return the prompts open now, in their order. What this program cannot ask (a newer kind) is passed over."""
    rows = connection.execute("SELECT body FROM prompts WHERE closes_at > ?", (utc(now),))
    prompts = _PROMPTS.all(body for (body,) in rows)
    return sorted(
        (prompt for prompt in prompts if prompt and prompt.is_open(now)), key=lambda prompt: (prompt.order, prompt.id)
    )


def notices(connection: sqlite3.Connection) -> list[Notice]:
    """Return the board, newest first."""
    rows = connection.execute("SELECT body FROM notices ORDER BY published_at DESC, id DESC")
    return _NOTICES.all(body for (body,) in rows)


def receipts(
    connection: sqlite3.Connection, *, finder: str | None = None, pair: int | None = None
) -> list[SealedState]:
    """Return what the hub says under this finder, or of all codes with this pair of words."""
    which, value = ("finder", finder) if finder is not None else ("pair", pair)
    rows = connection.execute(f"SELECT {_RECEIPT} FROM receipts WHERE {which} = ?", (value,))
    return [SealedState(*row) for row in rows]


def told(connection: sqlite3.Connection, after: str, most: int = MAX_TOLD) -> ToldPart:
    """Return, in the hub's own hand, what it said of prompts and activities, and of sign-ups for those that are known.

    What is over is not among them. It is as much of it as one delivery takes, and at most so many words, from those
    after this place on.
    """
    words: list[str] = []
    size, upto = 0, ""
    for place, one in connection.execute(_TOLD, (after, after)):
        size += len(one)
        if words and (len(words) >= most or size > MAX_BATCH_BYTES):
            return ToldPart(words, after, upto)
        words.append(one)
        upto = place
    return ToldPart(words, after, "")


def _close(prompt: Prompt) -> str:
    """Return when a prompt closes, as text that can be compared; what is no time never closes here, see is_open."""
    try:
        return NEVER if prompt.closes_at is None else utc(from_utc(prompt.closes_at))
    except ValueError:
        return NEVER


def _prompt(body: str) -> Prompt | None:
    try:
        prompt = prompt_from_json(json.loads(body))
        check_prompt(prompt)
    except InvalidPrompt:
        return None
    return prompt if prompt.kind in at_home(Home.INBOX) else None


def _notice(body: str) -> Notice:
    return Notice(**json.loads(body))


_PROMPTS, _NOTICES = Bodies(_prompt), Bodies(_notice)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
