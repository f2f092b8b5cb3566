"""The messages of the wire: by the examples of them in `docs/wire`, and what they are made of."""

from typing import Any

from shared.activity import Activity, ActivityText, AskedField, Occasion
from shared.logo import Logo
from shared.notice import Notice, SealedState
from shared.prompt import Prompt, PromptText
from shared.protocol import (
    Delivery,
    DoorList,
    Health,
    Hello,
    Lease,
    LeaseReport,
    News,
    PairingChallenge,
    PairingGrant,
    PairingOpening,
    PairingProof,
    Receipt,
    Refusal,
    Retained,
    SeatCount,
)
from shared.submission import Submission

MESSAGES: dict[str, type[Any]] = {
    "hello": Hello,
    "pairing-opening": PairingOpening,
    "pairing-challenge": PairingChallenge,
    "pairing-proof": PairingProof,
    "pairing-grant": PairingGrant,
    "delivery": Delivery,
    "delivery-offer": Delivery,
    "delivery-sign-up": Delivery,
    "delivery-told": Delivery,
    "receipt": Receipt,
    "receipt-trouble": Receipt,
    "receipt-sign-up": Receipt,
}
PARTS: tuple[type[Any], ...] = (
    Submission, Health, Retained, LeaseReport, Refusal, Lease, SeatCount, DoorList, News, Logo,
    Prompt, PromptText, Activity, ActivityText, Occasion, AskedField, Notice, SealedState,
)  # fmt: skip
