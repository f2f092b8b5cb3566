"""A second kiosk for the Samskap sync protocol, version 1, from its public page alone. Its books are in memory only."""

import base64
import gzip
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
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

Json = dict[str, Any]
VERSION = 1
TIMEOUT_S, WORTH_PACKING = 60, 1_000
MAX_OFFERED, MAX_TOLD, MAX_BATCH_BYTES = 20_000, 2_000, 1_000_000
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


def activity_prompt(activity: Json, kind: str, settings: Json) -> Json:
    """The prompt of one of the four kinds that both sides make from an activity."""
    titles = {language: text["title"] for language, text in activity["texts"].items()}
    texts = {one: {"title": title, "question": title, "subtitle": "", "help": ""} for one, title in titles.items()}
    return {"id": kind, "kind": kind, "revision": activity["revision"], "texts": texts, "settings": settings}


def sign_up_prompt(activity: Json) -> Json:
    """The prompt of kind `signup`."""
    settings = {key: activity[key] for key in ("audience", "most_persons")} | {"activity": activity["slug"]}
    settings["asks"] = [field["name"] for field in activity["fields"]]
    settings["reasons"] = {field["name"]: field["reasons"] for field in activity["fields"]}
    return activity_prompt(activity, "signup", settings)


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


def crockford(forty_bits: bytes) -> str:
    """Five bytes as 8 characters of Crockford's base 32, the highest bits first."""
    bits = int.from_bytes(forty_bits, "big")
    return "".join(CROCKFORD[bits >> shift & 31] for shift in range(35, -1, -5))


def read_code(typed: str) -> str:
    """A typed receipt code in its proper form."""
    return typed.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))


@dataclass(frozen=True)
class Slip:
    """What a visitor takes along: code, number of the two words, and the root that follows slowly from the code."""

    code: str
    pair: int
    root: bytes

    def of(self, use: str) -> bytes:
        """What follows from the root for one use: `find`, `open` or `door`."""
        return hmac.digest(self.root, f"samskap {use}".encode(), "sha256")

    @property
    def finder(self) -> str:
        """Under this the hub tells what the code gives."""
        return self.of("find")[:16].hex()

    @property
    def door_code(self) -> str:
        """By this the sign-up stands in door lists."""
        return crockford(self.of("door")[:5])

    @property
    def packed(self) -> bytes:
        """The 23 bytes before a sealed answer."""
        bits = 0
        for character in self.code:
            bits = bits << 5 | CROCKFORD.index(character)
        return bits.to_bytes(5, "big") + self.pair.to_bytes(2, "big") + self.root

    def opened(self, sealed: str) -> Json:
        """The replies by language that were sealed to this code. Raises InvalidTag for another's."""
        raw = base64.b64decode(sealed)
        replies: Json = json.loads(ChaCha20Poly1305(self.of("open")).decrypt(raw[:12], raw[12:], self.finder.encode()))
        return replies


def slip_of(code: str, hub_id: str, pair: int = 0) -> Slip:
    """The slip with this code at this library; takes a tenth of a second, as it should."""
    salt = b"samskap slip 1\0" + hub_id.encode()
    return Slip(code, pair, hashlib.scrypt(code.encode(), salt=salt, n=2**15, r=8, p=1, dklen=16, maxmem=2**26))


class SecondKiosk:
    """A kiosk: pairs with one hub, seals what visitors answer, delivers it and takes the news."""

    def __init__(self, host: str, port: int) -> None:
        """Remember where the hub may be; nothing is asked of it yet."""
        self.host, self.port, self.id = host, port, str(uuid.uuid4())
        self.certificate = self.token = self.hub_id = ""
        self.seal_key: X25519PublicKey | None = None
        self.prompts, self.activities, self.states = dict[str, Json](), dict[str, Json](), dict[str, Json]()
        self._published, self.most_told = dict[str, str](), MAX_TOLD
        self.waiting, self.retained = dict[str, Json](), dict[str, Json]()
        self._own = dict[str, tuple[int, str, str]]()
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
        challenge, _ = self._ask("POST", "/pairing/opening", {"kiosk_nonce": nonce}, seen)
        nonces = (nonce, challenge["hub_nonce"])
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
        self.certificate, self.token, self.hub_id = seen, grant["token"], challenge["hub_id"]
        self.seal_key = X25519PublicKey.from_public_bytes(bytes.fromhex(grant["seal_key"]))

    def _ask(self, method: str, path: str, body: Json | None, certificate: str | None) -> tuple[Json, str]:
        """One request over TLS 1.3, once the certificate is the expected one; the reply and the certificate seen."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version, context.check_hostname = ssl.TLSVersion.TLSv1_3, False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=TIMEOUT_S, context=context)
        try:
            connection.connect()
            shown = connection.sock.getpeercert(binary_form=True)
            if shown is None:
                raise HubError(0, "another-certificate")
            seen = hashlib.sha256(shown).hexdigest()
            if certificate is not None and seen != certificate:
                raise HubError(0, "another-certificate")
            bearer = {"Authorization": f"Bearer {self.token}"} if path == "/deliveries" else {}
            headers = {"Content-Type": "application/json"} | bearer
            message = compact(body) if body else None
            if path == "/deliveries":
                headers["Accept-Encoding"] = "gzip"
                if message and len(message) >= WORTH_PACKING:
                    message, headers["Content-Encoding"] = gzip.compress(message), "gzip"
            connection.request(method, f"/sync/v{VERSION}{path}", message, headers)
            reply = connection.getresponse()
            if reply.status != 200:
                raise HubError(reply.status, reply.read().decode(errors="replace"))
            plain = gzip.decompress(reply.read()) if reply.headers["Content-Encoding"] == "gzip" else reply.read()
            return json.loads(plain), seen
        finally:
            connection.close()

    def answer(self, prompt: str | Json, answer: Json, language: str = "nb") -> tuple[Json, Slip]:
        """Seal and keep a visitor's answer to a prompt (or its id); the submission waits, the slip goes along."""
        slip = self.new_slip()
        return self._save(self.prompts[prompt] if isinstance(prompt, str) else prompt, answer, language, slip), slip

    def sign_up(self, activity: str | Json, answer: Json, language: str = "nb") -> tuple[Json, Slip]:
        """Seal and keep a sign-up for an activity (or its slug), promised if this kiosk's lease has the seats."""
        activity, slip = self.activities[activity] if isinstance(activity, str) else activity, self.new_slip()
        slug, persons = activity["slug"], len(answer["persons"])
        if persons > min(activity["most_persons"], activity["seats"]):
            raise ValueError("the hub would set it aside, or never seat it")
        submission = self._save(sign_up_prompt(activity), {"activity": slug, **answer}, language, slip)
        self._hand_back_over()
        now = wire_time(self._hub_time + timedelta(seconds=time.monotonic() - self._heard))
        is_open = (activity["opens_at"] or "") <= now < (activity["closes_at"] or activity["dates"][0]["starts_at"])
        before = {key for key, one in self.waiting.items() if one["prompt"] == submission["prompt"]} - {
            submission["id"]
        }
        waits = activity["waiting_list"] and not before <= self._promises
        if is_open and not activity["cancelled"] and not waits and self._left(slug) >= persons:
            self._leases[slug]["promised"] += persons
            self._promises.add(submission["id"])
        return submission, slip

    def change(self, activity: str | Json, typed: str, persons: int, language: str = "nb") -> Json:
        """Say with the code of a sign-up that fewer come; nobody looks a change up, so it carries no slip."""
        activity = self.activities[activity] if isinstance(activity, str) else activity
        prompt = activity_prompt(activity, "change", {"activity": activity["slug"]})
        answer = {"activity": activity["slug"], "code": read_code(typed), "persons": persons}
        return self._save(prompt, answer, language, None)

    def new_slip(self) -> Slip:
        """A slip that nobody had: 40 random bits, and 16 others for the words."""
        return slip_of(crockford(secrets.token_bytes(5)), self.hub_id, secrets.randbits(16))

    def look_up(self, typed: str) -> Json | None:
        """What a receipt code gives, from this kiosk's own memory: the hub's word before its own; None for no code."""
        slip = slip_of(read_code(typed), self.hub_id)
        if (told := self.states.get(slip.finder)) is None:
            own = self._own_state(slip.finder)
            return {"state": own, "replies": {}} if own else None
        try:
            return told | {"replies": slip.opened(told["sealed"]) if told["sealed"] else {}}
        except InvalidTag:
            return None

    def states_of_words(self, pair: int) -> list[str]:
        """What the two words with this number give: states, and nothing else."""
        own = {finder: self._own_state(finder) for finder, (words, *_) in self._own.items() if words == pair}
        told = {one["finder"]: one["state"] for one in self.states.values() if one["pair"] == pair}
        return [state for state in (own | told).values() if state]

    def _own_state(self, finder: str) -> str | None:
        """What is said of a submission made here before the hub has said anything; None for another's, or erased."""
        _, identity, kind = self._own.get(finder, (0, "", ""))
        if identity not in self.waiting | self.retained:
            return None
        if kind == "signup":
            return "confirmed" if identity in self._promises else "requested"
        return "waiting" if identity in self.waiting else "received"

    def _save(self, prompt: Json, answer: Json, language: str, slip: Slip | None) -> Json:
        """Make the submission: the envelope, slip and answer sealed, and the hash over both. Only once it is paired."""
        assert self.seal_key is not None
        identity, kind = uuid7(), prompt["kind"]
        plain = pack_drawing(answer) if kind == "drawing" else compact(answer)
        before = slip.packed if slip else bytes(23)
        sealed = SUITE.encrypt(before + plain, self.seal_key, f"samskap seal 2\0{identity}\0{kind}".encode())
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
        if slip:
            self._own[slip.finder] = slip.pair, identity, kind
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
        asked = receipt
        while asked["wants_told"]:
            asked = self._send([], **self._told(asked["told_upto"]))
        ids = list(self.retained) if receipt["wants_ids"] else []
        for start in range(0, len(ids), MAX_OFFERED):
            self._send([], offered=ids[start : start + MAX_OFFERED])
        while self._unfinished:
            self._send([])
        return receipt

    def _send(self, submissions: list[Json], **asked: Any) -> Json:
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
            "told": None, "told_after": "", "told_upto": "", "door_key": None,
        } | asked  # fmt: skip
        return self._take(self._ask("POST", "/deliveries", delivery, self.certificate)[0])

    def _told(self, after: str) -> Json:
        """One part of what the hub has said in its own hand; a place is how many words come before it."""
        states = [one["told"] for one in self.states.values() if one["activity"] in self.activities]
        words = [*self._published.values(), *filter(None, states)]
        first, size = int(after or 0), 0
        upto = first
        while upto < len(words) and (size := size + len(words[upto])) and upto - first < self.most_told:
            if upto > first and size > MAX_BATCH_BYTES:
                break
            upto += 1
        return {"told": words[first:upto], "told_after": after, "told_upto": str(upto) if upto < len(words) else ""}

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
            (self.states, "finder", news["receipts"], []),
        ):
            left = {} if news["full"] else {slug: one for slug, one in known.items() if slug not in gone}
            known.clear()
            known.update(left | {one[key]: one for one in new})
        gone = {f"prompt {one}" for one in news["withdrawn_prompts"]}
        gone |= {f"activity {one}" for one in news["withdrawn_activities"]}
        before = {} if news["full"] else self._published
        self._published = {name: words for name, words in before.items() if name not in gone} | news["told"]
        for lease in receipt["leases"]:
            mine = self._leases.setdefault(lease["activity"], dict.fromkeys(LEASE, 0))
            if lease["granted"] >= mine["granted"]:
                mine["granted"], self._lease_marks[lease["activity"]] = lease["granted"], lease["mark"]
            if (spare := self._left(lease["activity"]) - lease["keep"]) > 0:
                mine["returned"], self._unfinished = mine["returned"] + spare, True
            self._terms[lease["activity"]] = self._heard + lease["term_s"]
        return receipt
