"""Opening a sealed submission: unseal, unpack, check, and read out what lists and search need."""

from datetime import timedelta
from typing import Protocol

from hub.kinds import READERS
from hub.model import Arrival, State
from hub.services import settings
from hub.services.search import fold
from hub.store.base import Store
from shared.errors import CannotUnseal, InvalidAnswer, InvalidInput, UnknownPrompt
from shared.kinds import kind_of
from shared.prompt import Prompt
from shared.submission import Submission, from_utc, utc

KEEP_DAYS = 365
"""How long an answer to a prompt this hub never published is kept."""


class Unsealer(Protocol):
    """Whatever holds the hub's private keys."""

    def unseal(self, sealed: bytes, *, submission_id: str, kind: str) -> bytes:
        """Return the payload. Raises CannotUnseal."""


class Opener:
    """Opens the submissions of one batch; each prompt is looked up once."""

    def __init__(self, store: Store, unseal_key: Unsealer) -> None:
        self._store = store
        self._key = unseal_key
        self._language = settings.read(store).default_language
        self._asked: dict[tuple[str, str, str], tuple[Prompt | None, str]] = {}

    def arrival(self, submission: Submission, *, received_at: str, age_s: float | None) -> Arrival:
        """Return the submission as the store takes it: new, or set aside with the reason why. Raises nothing."""
        prompt, delete_at = self._prompt_and_end(submission.prompt, submission.prompt_hash, received_at)
        payload, reason, gist, words = None, None, "", ""
        try:
            payload = self._unsealed(submission)
            kind = kind_of(submission.kind)
            answer = kind.unpack(payload)
            reader = READERS[kind.name]
            gist, words = reader.gist(answer, prompt, self._language), fold(reader.search_text(answer))
            if prompt is None:
                raise UnknownPrompt(submission.prompt)
            if prompt.kind != submission.kind:
                raise InvalidAnswer("another kind than its prompt")
            kind.check(answer, prompt.settings)
        except (CannotUnseal, InvalidInput) as exc:
            reason = exc.code
        return Arrival(
            submission=submission,
            payload=payload,
            state=State.NEW if reason is None else State.SET_ASIDE,
            reason=reason,
            gist=gist,
            words=words,
            received_at=received_at,
            age_s=age_s,
            delete_at=delete_at,
        )

    def _unsealed(self, submission: Submission) -> bytes:
        try:
            sealed = submission.sealed_bytes
        except ValueError as exc:
            raise CannotUnseal("not base64") from exc
        return self._key.unseal(sealed, submission_id=submission.id, kind=submission.kind)

    def _prompt_and_end(self, id: str, content_hash: str, received_at: str) -> tuple[Prompt | None, str]:
        """Return the prompt as it was asked, if it was published here, and when its answers are deleted."""
        key = (id, content_hash, received_at)
        found = self._asked.get(key)
        if found is None:
            prompt = self._store.outgoing.prompt_asked(id, content_hash)
            keep_days = prompt.keep_days if prompt else KEEP_DAYS
            found = self._asked[key] = prompt, utc(from_utc(received_at) + timedelta(days=keep_days))
        return found
