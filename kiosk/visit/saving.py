"""What a visit asks of whoever keeps its answers."""

from typing import Protocol

from shared.notice import SignUpState
from shared.prompt import Prompt
from shared.slip import Slip


class Save(Protocol):
    """Seals and stores an answer durably before it returns; the same id twice is stored once."""

    def __call__(
        self, submission_id: str, prompt: Prompt, language: str, payload: bytes, *, slip: Slip, seats: int = 0,
        changes: Slip | None = None,
    ) -> SignUpState | None:  # fmt: skip
        """Return what a sign-up for so many ``seats`` may be told, None for all else. Raises StoreError, NotPaired.

        ``slip`` goes with the visitor. A change is of the sign-up with the slip ``changes``, to so many ``seats``.
        """
