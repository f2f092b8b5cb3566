"""A kiosk written from docs/sync-protocol.md and docs/wire alone: the page is whole as long as this needs nothing else.

It imports nothing of Samskap: the standard library, and HPKE from `cryptography`. It keeps nothing on disk.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import secrets
import ssl
import struct
import time
import uuid
import zlib
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PATH = "/sync/v1"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
ENVELOPE = (
    "id", "kind", "prompt", "prompt_revision", "prompt_hash", "kiosk", "seq", "made_at", "language", "session",
    "sealed",
)  # fmt: skip

Json = dict[str, Any]


class SecondKiosk:
    """One kiosk. ``host`` and ``port`` are the hub's."""

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        self._certificate: str | None = None
        self._token, self._seal_key = "", b""
        self._lineage: str | None = None
        self._seq = self._on_hub = 0
        self._began = time.monotonic()
        self.id = str(uuid.uuid4())
        self.cursor = 0
        self.prompts: dict[str, Json] = {}
        self.activities: dict[str, Json] = {}
        self.states: dict[str, Json] = {}

    def pair(self, typed: str, name: str) -> None:
        """Prove the code to the hub and let it prove it to us; only then trust its certificate."""
        code = typed.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
        hello = self._ask("GET", "/hello")
        assert hello["oldest_version"] <= 1 <= hello["version"]
        kiosk_nonce = secrets.token_hex(32)
        challenge = self._ask("POST", "/pairing/opening", {"kiosk_nonce": kiosk_nonce})
        hub_nonce = challenge["hub_nonce"]
        salt = b"samskap pairing 1\0" + bytes.fromhex(kiosk_nonce) + bytes.fromhex(hub_nonce)
        key = hashlib.scrypt(code.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
        seen = self._seen
        said = {"kiosk_nonce": kiosk_nonce, "hub_nonce": hub_nonce, "kiosk_id": self.id, "kiosk_name": name}
        proof = _proof(key, "kiosk", seen, kiosk_nonce, hub_nonce, self.id, name)
        grant = self._ask("POST", "/pairing/proof", {**said, "proof": proof})
        due = _proof(key, "hub", seen, kiosk_nonce, hub_nonce, self.id, grant["token"], grant["seal_key"])
        assert seen == self._seen
        assert hmac.compare_digest(due, grant["proof"])
        self._certificate, self._token, self._seal_key = seen, grant["token"], bytes.fromhex(grant["seal_key"])

    def answer(self, prompt: Json, answer: Json, *, language: str = "nb") -> Json:
        """Return the next submission: an answer to a prompt as the hub told it, sealed."""
        packed = _packed_drawing(answer) if prompt["kind"] == "drawing" else _compact(answer).encode()
        return self._submission(
            prompt["kind"], prompt["id"], prompt["revision"], _prompt_hash(prompt), packed, language
        )

    def sign_up(self, activity: Json, answer: Json, *, language: str = "nb") -> Json:
        """Return the next submission: a sign-up for an activity as the hub told it, sealed."""
        settings = {
            "activity": activity["slug"],
            "asks": [field["name"] for field in activity["fields"]],
            "reasons": {field["name"]: field["reasons"] for field in activity["fields"]},
            "audience": activity["audience"],
            "most_persons": activity["most_persons"],
        }
        titles = {code: {"title": text["title"], "question": text["title"]} for code, text in activity["texts"].items()}
        texts = {code: {**title, "subtitle": "", "help": ""} for code, title in titles.items()}
        hashed = _prompt_hash({"id": "signup", "kind": "signup", "settings": settings, "texts": texts})
        packed = _compact({"activity": activity["slug"], **answer}).encode()
        return self._submission("signup", "signup", activity["revision"], hashed, packed, language)

    def deliver(self, *submissions: Json) -> Json:
        """Deliver these and take the news, until there are no more; return the first receipt."""
        first = receipt = self._deliver(submissions)
        while receipt["news"]["more"]:
            receipt = self._deliver(())
        return first

    def _deliver(self, submissions: tuple[Json, ...]) -> Json:
        health = {
            "version": "second", "sent_at": _now(), "created": self._seq, "waiting": self._seq - self._on_hub,
            "on_hub": self._on_hub, "set_aside": 0, "erased": 0, "free_bytes": 10**9,
            "uptime_s": time.monotonic() - self._began, "salvages": 0,
        }  # fmt: skip
        delivery = {
            "version": 1, "cursor": self.cursor, "health": health, "lineage": self._lineage, "retained": None,
            "offered": [], "ages_s": {}, "submissions": list(submissions), "promised": {}, "leases": [], "told": None,
            "door_key": None,
        }  # fmt: skip
        receipt = self._ask("POST", "/deliveries", delivery)
        self._lineage = receipt["lineage"]
        self._on_hub += len(receipt["accepted"])
        self._take(receipt["news"])
        return receipt

    def _take(self, news: Json) -> None:
        if news["full"]:
            for known in (self.prompts, self.activities, self.states):
                known.clear()
        self.cursor = news["cursor"]
        self.prompts |= {prompt["id"]: prompt for prompt in news["prompts"]}
        self.activities |= {activity["slug"]: activity for activity in news["activities"]}
        self.states |= {state["code"]: state for state in news["receipts"]}
        for gone in news["withdrawn_prompts"]:
            self.prompts.pop(gone, None)
        for gone in news["withdrawn_activities"]:
            self.activities.pop(gone, None)

    def _submission(self, kind: str, prompt: str, revision: int, hashed: str, packed: bytes, language: str) -> Json:
        self._seq += 1
        made = _uuid7()
        info = b"samskap seal 1\0" + made.encode() + b"\0" + kind.encode()
        sealed = SUITE.encrypt(packed, X25519PublicKey.from_public_bytes(self._seal_key), info=info)
        values = (
            made, kind, prompt, revision, hashed, self.id, self._seq, _now(), language, None,
            base64.b64encode(sealed).decode(),
        )  # fmt: skip
        return {
            **dict(zip(ENVELOPE, values, strict=True)),
            "sha256": hashlib.sha256(_compact(values).encode()).hexdigest(),
        }

    def _ask(self, method: str, path: str, body: Json | None = None) -> Json:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(*self._where, context=context, timeout=20)
        try:
            connection.connect()
            self._seen = hashlib.sha256(connection.sock.getpeercert(binary_form=True)).hexdigest()
            assert self._certificate in (None, self._seen)
            headers = {"Content-Type": "application/json"}
            if self._token:
                headers["Authorization"] = f"Bearer {self._token}"
            content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
            connection.request(method, PATH + path, content, headers)
            answer = connection.getresponse()
            said: Json = json.loads(answer.read())
            assert answer.status == 200, said
            return said
        finally:
            connection.close()


def receipt_code(submission: str) -> str:
    """Return the code of a submission's id."""
    number = int.from_bytes(hashlib.sha256(b"samskap receipt code\0" + submission.encode()).digest()[:5])
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> shift & 31] for shift in range(35, -1, -5))


def _proof(key: bytes, side: str, *said: str) -> str:
    return hmac.new(key, "\0".join((side, *said)).encode(), hashlib.sha256).hexdigest()


def _prompt_hash(prompt: Json) -> str:
    hashed = {name: prompt[name] for name in ("id", "kind", "settings", "texts")}
    text = json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed_drawing(answer: Json) -> bytes:
    raw = b""
    for stroke in answer["strokes"]:
        points = [(round(x * 50_000), round(y * 50_000)) for x, y in stroke["points"]]
        raw += bytes.fromhex(stroke["colour"].removeprefix("#"))
        raw += struct.pack("<HI", round(stroke["width"] * 10), len(points))
        before = (0, 0)
        for point in points:
            raw += struct.pack("<HH", *((here - there) % 65_536 for here, there in zip(point, before, strict=True)))
            before = point
    return zlib.compress(raw)


def _uuid7() -> str:
    number = int(time.time() * 1000) << 80 | 0x7 << 76 | 0b10 << 62
    number |= int.from_bytes(os.urandom(2)) >> 4 << 64 | int.from_bytes(os.urandom(8)) >> 2
    return str(uuid.UUID(int=number))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
