"""One thing a library asks. Each published revision is immutable; kiosks may answer any of them."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, field
from datetime import datetime
from typing import Any

from shared.errors import InvalidPrompt
from shared.languages import LANGUAGES, pick
from shared.submission import from_utc, one_shape

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
FARTHEST = 2**53
"""A place in the order beyond this is not the same number in every language."""
MAX_TITLE, MAX_QUESTION, MAX_HELP = 60, 160, 240
"""Longest texts in characters; longer ones do not fit the tile and the question line at 200 % text."""


@dataclass(frozen=True)
class PromptText:
    """What a prompt says in one language: the tile's title and line, the question, and one line of help."""

    title: str
    question: str
    subtitle: str = ""
    help: str = ""


@dataclass(frozen=True)
class Prompt:
    """A prompt as kiosks show it. ``opens_at`` and ``closes_at`` are ISO 8601 UTC, None for always.

    ``settings`` belong to the kind. ``keep_days`` says how long answers are kept; every answer is deleted then.
    """

    id: str
    kind: str
    revision: int
    texts: dict[str, PromptText]
    settings: dict[str, Any] = field(default_factory=dict)
    opens_at: str | None = None
    closes_at: str | None = None
    order: int = 0
    keep_days: int = 365

    def text(self, language: str) -> PromptText:
        """Return the texts in this language, or in its nearest neighbour's."""
        found = pick(self.texts, language)
        assert found is not None, "check_prompt lets no prompt through without a text"
        return found

    def is_open(self, now: datetime) -> bool:
        """Tell whether visitors may answer at this moment."""
        opened = self.opens_at is None or from_utc(self.opens_at) <= now
        return opened and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Tell whether its last moment is past."""
        return self.closes_at is not None and from_utc(self.closes_at) <= now

    def content(self) -> str:
        """Return what visitors see of it as JSON: keys sorted, no spaces, ASCII alone."""
        seen = {"id": self.id, "kind": self.kind, "settings": self.settings}
        seen["texts"] = {language: asdict(text) for language, text in self.texts.items()}
        return json.dumps(seen, sort_keys=True, separators=(",", ":"))

    def content_hash(self) -> str:
        """Return the hex SHA-256 of what visitors see; two hubs that publish the same have the same hash."""
        return hashlib.sha256(self.content().encode()).hexdigest()


def check_prompt(prompt: Prompt) -> None:
    """Check everything about a prompt but its kind's own settings. Raises InvalidPrompt naming the first fault."""
    for name in prompt_faults(prompt):
        raise InvalidPrompt(name)


def prompt_faults(prompt: Prompt) -> Iterator[str]:
    """Yield the name of every field in which something is wrong, of a text with its language."""
    if not SLUG.fullmatch(prompt.id):
        yield "id"
    if not prompt.texts or not set(prompt.texts) <= set(LANGUAGES):
        yield "texts"
    for language, text in prompt.texts.items():
        for name, limit in (("title", MAX_TITLE), ("question", MAX_QUESTION)):
            if not 0 < len(getattr(text, name).strip()) <= limit:
                yield f"{name}-{language}"
        if len(text.help) > MAX_HELP or len(text.subtitle) > MAX_TITLE:
            yield f"help-{language}"
    if not 1 <= prompt.keep_days <= 3650:
        yield "keep_days"
    if abs(prompt.order) > FARTHEST:
        yield "order"
    try:
        opens, closes = (None if at is None else from_utc(at) for at in (prompt.opens_at, prompt.closes_at))
    except ValueError:
        yield "opens_at"
    else:
        if opens and closes and closes <= opens:
            yield "closes_at"


def prompt_from_json(data: Mapping[str, Any]) -> Prompt:
    """Build a prompt from its JSON form; its times may have any shape of ISO 8601 with an offset.

    Raises InvalidPrompt when it has not that form.
    """
    try:
        texts = {language: PromptText(**text) for language, text in data["texts"].items()}
        times = {name: _in_utc(data[name]) for name in ("opens_at", "closes_at") if name in data}
        prompt = Prompt(**{"revision": 1, **data, "texts": texts, **times})
    except (KeyError, TypeError, AttributeError) as exc:
        raise InvalidPrompt("not a prompt") from exc
    words = [prompt.id, prompt.kind, *(word for text in texts.values() for word in astuple(text))]
    moments = [at for at in (prompt.opens_at, prompt.closes_at) if at is not None]
    numbers = [prompt.revision, prompt.order, prompt.keep_days]
    if not all(isinstance(word, str) for word in words + moments) or not all(type(n) is int for n in numbers):
        raise InvalidPrompt("not a prompt")
    if not isinstance(prompt.settings, dict):
        raise InvalidPrompt("settings")
    return prompt


def _in_utc(at: Any) -> Any:
    """Return a time in its one shape; what is no time, as it is: check_prompt names it."""
    try:
        return one_shape(at)
    except (ValueError, TypeError):
        return at
