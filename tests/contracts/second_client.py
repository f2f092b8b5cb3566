"""A second kiosk for the Samskap sync protocol, version 1, from its public page alone. Its books are in memory only."""

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import shutil
import ssl
import struct
import time
import uuid
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

Json = dict[str, Any]
VERSION = 1
TIMEOUT_S = 60
MAX_OFFERED = 20_000
LEASE = ("granted", "returned", "promised")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class HubError(Exception):
    """The hub answered with another status than 200, or is not the hub the kiosk trusts: status (or 0) and code."""


def compact(value: Any) -> bytes:
    """JSON without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def wire_time(moment: datetime) -> str:
    """The one shape of a time on the wire: UTC with three digits of a second and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def uuid7() -> str:
    """A new UUIDv7: 48 bits of milliseconds, then version, variant and random bits."""
    number = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    return str(uuid.UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62))


def sign_up_prompt(activity: Json) -> Json:
    """The prompt of kind `signup` that both sides make from an activity."""
    titles = {language: text["title"] for language, text in activity["texts"].items()}
    texts = {one: {"title": title, "question": title, "subtitle": "", "help": ""} for one, title in titles.items()}
    settings = {key: activity[key] for key in ("audience", "most_persons")} | {"activity": activity["slug"]}
    settings["asks"] = [field["name"] for field in activity["fields"]]
    settings["reasons"] = {field["name"]: field["reasons"] for field in activity["fields"]}
    return {"id": "signup", "kind": "signup", "revision": activity["revision"], "texts": texts, "settings": settings}


def pack_drawing(answer: Json) -> bytes:
    """The strokes of a drawing as the zlib stream that is sealed."""
    packed = bytearray()
    for stroke in answer["strokes"]:
        colour, width = bytes.fromhex(stroke["colour"][1:]), round(stroke["width"] * 10)
        packed, before = packed + colour + struct.pack("<HI", width, len(stroke["points"])), (0, 0)
        for x, y in stroke["points"]:
            here = (round(x * 50_000), round(y * 50_000))
            packed += struct.pack("<HH", *((now - then) % 65_536 for now, then in zip(here, before, strict=True)))
            before = here
    return zlib.compress(bytes(packed))


def receipt_code(submission_id: str) -> str:
    """The code a visitor gets for a submission: 40 bits in Crockford's base 32."""
    bits = int.from_bytes(hashlib.sha256(b"samskap receipt code\0" + submission_id.encode()).digest()[:5], "big")
    return "".join(CROCKFORD[bits >> shift & 31] for shift in range(35, -1, -5))


class SecondKiosk:
    """A kiosk: pairs with one hub, seals what visitors answer, delivers it and takes the news."""

    def __init__(self, host: str, port: int) -> None:
        """Remember where the hub may be; nothing is asked of it yet."""
        self.host, self.port, self.id = host, port, str(uuid.uuid4())
        self.certificate = self.token = ""
        self.seal_key: X25519PublicKey | None = None
        self.prompts, self.activities, self.states = dict[str, Json](), dict[str, Json](), dict[str, Json]()
        self.waiting, self.retained = dict[str, Json](), dict[str, Json]()
        self._promises, self._leases = set[str](), dict[str, dict[str, int]]()
        self._lease_marks = dict[str, str]()
        self._terms, self._made = dict[str, float](), dict[str, float]()
        self._cursor = self._seq = self._erased = 0
        self._lineage: str | None = None
        self._mark = ""
        self._heard, self._hub_time, self._unfinished = time.monotonic(), datetime.now(UTC), False

    def pair(self, code: str, name: str) -> None:
        """Pair by a one-time code; keep nothing before the hub has proved that it knows the code too."""
        code = code.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
        hello, seen = self._ask("GET", "/hello", None, None)
        if not hello["oldest_version"] <= VERSION <= hello["version"]:
            raise HubError(0, "version-mismatch")
        nonce = secrets.token_hex(32)
        nonces = (nonce, self._ask("POST", "/pairing/opening", {"kiosk_nonce": nonce}, seen)[0]["hub_nonce"])
        salt = b"samskap pairing 1\0" + bytes.fromhex(nonces[1])
        key = hashlib.scrypt(code.encode("ascii"), salt=salt, n=2**15, r=8, p=1, dklen=32, maxmem=2**26)

        def proof(*parts: str) -> str:
            if any("\0" in part for part in parts):
                raise ValueError("a field holds a zero byte")
            return hmac.new(key, "\0".join(parts).encode(), "sha256").hexdigest()

        mine = proof("kiosk", seen, *nonces, self.id, name)
        body = {"kiosk_nonce": nonce, "hub_nonce": nonces[1], "kiosk_id": self.id, "kiosk_name": name, "proof": mine}
        grant, _ = self._ask("POST", "/pairing/proof", body, seen)
        theirs = proof("hub", seen, *nonces, self.id, grant["token"], grant["seal_key"])
        if not hmac.compare_digest(theirs, grant["proof"]):
            raise HubError(0, "wrong-code")
        self.certificate, self.token = seen, grant["token"]
        self.seal_key = X25519PublicKey.from_public_bytes(bytes.fromhex(grant["seal_key"]))

    def _ask(self, method: str, path: str, body: Json | None, certificate: str | None) -> tuple[Json, str]:
        """One request over TLS 1.3, once the certificate is the expected one; the reply and the certificate seen."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version, context.check_hostname = ssl.TLSVersion.TLSv1_3, False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=TIMEOUT_S, context=context)
        try:
            connection.connect()
            seen = hashlib.sha256(connection.sock.getpeercert(binary_form=True)).hexdigest()
            if certificate is not None and seen != certificate:
                raise HubError(0, "another-certificate")
            bearer = {"Authorization": f"Bearer {self.token}"} if path == "/deliveries" else {}
            headers = {"Content-Type": "application/json"} | bearer
            connection.request(method, f"/sync/v{VERSION}{path}", compact(body) if body else None, headers)
            reply = connection.getresponse()
            if reply.status != 200:
                raise HubError(reply.status, reply.read().decode(errors="replace"))
            return json.loads(reply.read()), seen
        finally:
            connection.close()

    def answer(self, prompt: str | Json, answer: Json, language: str = "nb") -> Json:
        """Seal and keep a visitor's answer to a prompt (or its id); the submission waits until it is delivered."""
        return self._save(self.prompts[prompt] if isinstance(prompt, str) else prompt, answer, language)

    def sign_up(self, activity: str | Json, answer: Json, language: str = "nb") -> Json:
        """Seal and keep a sign-up for an activity (or its slug), promised if this kiosk's lease has the seats."""
        activity = self.activities[activity] if isinstance(activity, str) else activity
        slug, persons = activity["slug"], len(answer["persons"])
        submission = self._save(sign_up_prompt(activity), {"activity": slug, **answer}, language)
        self._hand_back_over()
        now = wire_time(self._hub_time + timedelta(seconds=time.monotonic() - self._heard))
        is_open = (activity["opens_at"] or "") <= now < (activity["closes_at"] or activity["dates"][0]["starts_at"])
        if is_open and not activity["cancelled"] and self._left(slug) >= persons:
            self._leases[slug]["promised"] += persons
            self._promises.add(submission["id"])
        return submission

    def _save(self, prompt: Json, answer: Json, language: str) -> Json:
        """Make the submission: the envelope, the sealed answer and the hash over both."""
        identity, kind = uuid7(), prompt["kind"]
        plain = pack_drawing(answer) if kind == "drawing" else compact(answer)
        sealed = SUITE.encrypt(plain, self.seal_key, f"samskap seal 1\0{identity}\0{kind}".encode())
        self._seq += 1
        hashed = {key: prompt[key] for key in ("id", "kind", "settings", "texts")}
        hashed_bytes = json.dumps(hashed, sort_keys=True, separators=(",", ":")).encode()
        submission = {
            "id": identity, "kind": kind, "prompt": prompt["id"], "prompt_revision": prompt["revision"],
            "prompt_hash": hashlib.sha256(hashed_bytes).hexdigest(), "kiosk": self.id, "seq": self._seq,
            "made_at": wire_time(datetime.now(UTC)), "language": language, "session": None,
            "sealed": base64.b64encode(sealed).decode(),
        }  # fmt: skip
        submission["sha256"] = hashlib.sha256(compact(list(submission.values()))).hexdigest()
        self.waiting[identity], self._made[identity] = submission, time.monotonic()
        return submission

    def _left(self, slug: str) -> int:
        """How many leased seats of an activity this kiosk may still confirm."""
        granted, returned, promised = self._leases.get(slug, dict.fromkeys(LEASE, 0)).values()
        return granted - returned - promised

    def _hand_back_over(self) -> None:
        """Hand back whole every lease whose term is over, or whose activity is gone."""
        for slug, ends in self._terms.items():
            if time.monotonic() >= ends or slug not in self.activities:
                self._leases[slug]["returned"] += self._left(slug)

    def deliver(self, *submissions: Json) -> Json:
        """Deliver at most 500 submissions in one Delivery, then say what the hub asks for; the Receipt of the first."""
        receipt = self._send(sorted(submissions, key=lambda one: one["seq"]))
        told = [one for one in self.states.values() if one["activity"] is not None] if receipt["wants_told"] else None
        if told is not None:
            self._send([], told=told)
        ids = list(self.retained) if receipt["wants_ids"] else []
        for start in range(0, len(ids), MAX_OFFERED):
            self._send([], offered=ids[start : start + MAX_OFFERED])
        while self._unfinished:
            self._send([])
        return receipt

    def _send(self, submissions: list[Json], **asked: list[Any] | None) -> Json:
        """One Delivery, and its Receipt taken."""
        self._hand_back_over()
        ids, now = [one["id"] for one in submissions], time.monotonic()
        health = {
            "version": "0.1.0", "sent_at": wire_time(datetime.now(UTC)), "erased": self._erased, "salvages": 0,
            "created": self._seq, "waiting": len(self.waiting), "on_hub": len(self.retained), "set_aside": 0,
        } | {"free_bytes": shutil.disk_usage("/").free, "uptime_s": now}  # fmt: skip
        delivery = {
            "version": VERSION, "cursor": self._cursor, "health": health, "lineage": self._lineage, "mark": self._mark,
            "retained": self._digest(), "offered": [], "ages_s": {one: round(now - self._made[one], 3) for one in ids},
            "submissions": submissions, "promised": [one for one in ids if one in self._promises],
            "leases": [{"activity": it, **own, "mark": self._lease_marks[it]} for it, own in self._leases.items()],
            "told": None, "door_key": None,
        } | asked  # fmt: skip
        return self._take(self._ask("POST", "/deliveries", delivery, self.certificate)[0])

    def _digest(self) -> Json | None:
        """What sealed copies are retained, as count and digest."""
        if not (seqs := [one["seq"] for one in self.retained.values()]):
            return None
        digest = 0
        for one in self.retained:
            digest ^= int(hashlib.sha256(one.encode()).hexdigest(), 16)
        return {"first_seq": min(seqs), "last_seq": max(seqs), "count": len(seqs), "digest": f"{digest:064x}"}

    def _take(self, receipt: Json) -> Json:
        """Take a Receipt, and return it: what became of the submissions, the news, the leases."""
        self._hub_time, self._unfinished = datetime.fromisoformat(receipt["hub_time"]), False
        if not 2026 <= self._hub_time.year <= 2199:
            raise HubError(0, "hub-time")
        self._lineage, self._mark, self._heard = receipt["lineage"], receipt["mark"], time.monotonic()
        self._cursor = receipt["news"]["cursor"]
        self.retained |= {one: self.waiting.pop(one) for one in receipt["accepted"] if one in self.waiting}
        self.waiting |= {one: self.retained.pop(one) for one in receipt["lacking"] if one in self.retained}
        for one in receipt["erased"]:
            self._erased += any([self.waiting.pop(one, None), self.retained.pop(one, None)])
        if receipt["wants_told"]:
            return receipt
        news = receipt["news"]
        self._unfinished = news["more"]
        for known, key, new, gone in (
            (self.prompts, "id", news["prompts"], news["withdrawn_prompts"]),
            (self.activities, "slug", news["activities"], news["withdrawn_activities"]),
            (self.states, "code", news["receipts"], []),
        ):
            left = {} if news["full"] else {slug: one for slug, one in known.items() if slug not in gone}
            known.clear()
            known.update(left | {one[key]: one for one in new})
        for lease in receipt["leases"]:
            mine = self._leases.setdefault(lease["activity"], dict.fromkeys(LEASE, 0))
            if lease["granted"] >= mine["granted"]:
                mine["granted"], self._lease_marks[lease["activity"]] = lease["granted"], lease["mark"]
            if (spare := self._left(lease["activity"]) - lease["keep"]) > 0:
                mine["returned"], self._unfinished = mine["returned"] + spare, True
            self._terms[lease["activity"]] = self._heard + lease["term_s"]
        return receipt
