"""The form of a backup: what docs/backup-format.md says of it, and that nothing else opens."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.services.backups.entries import content_of, end_entries, read_entries, write_small
from hub.services.backups.sealed import CHUNK, TAG, Header, Opening, Sealing
from shared.errors import BackupDamaged, BackupError, BackupTooNew, NotABackup, WrongWords
from shared.seal import SealKey, UnsealKey, from_phrase
from tests.builders import HUB_KEY

HUB, AT = "1f2e3d4c5b6a7988", "2026-12-01T02:10:00.000Z"
HEAD = 202
GOLDEN = Path(__file__).parents[4] / "docs/backup/golden.backup"
WORDS = Path(__file__).parents[4] / "docs/backup/golden.words"


def a_backup(content: bytes = b"", key: UnsealKey = HUB_KEY) -> bytes:
    """A backup with some content, whatever that is."""
    file = io.BytesIO()
    sealing = Sealing(file, key, HUB, AT)
    sealing.write(content)
    sealing.end()
    return file.getvalue()


def opened(backup: bytes, size: int, key: UnsealKey = HUB_KEY) -> bytes:
    opening = Opening(io.BytesIO(backup), key)
    content = opening.read(size)
    opening.must_end()
    return content


def read_all(opening: Opening) -> dict[str, bytes]:
    return {name: b"".join(content_of(opening, size)) for name, size in read_entries(opening)}


def of(chunks: int) -> bytes:
    """So many chunks of content, no two alike."""
    return b"".join(bytes([n]) * CHUNK for n in range(1, chunks + 1))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_content_of_any_length_comes_back(size: int) -> None:
    content = of(4)[:size]
    backup = a_backup(content)

    assert opened(backup, size) == content
    assert len(backup) == HEAD + size + TAG * max(1, -(-size // CHUNK))
    assert content[:32] not in backup or size < 32


@pytest.mark.parametrize("cut", [1, 17, TAG + CHUNK, 2 * (TAG + CHUNK), 3 * (TAG + CHUNK)])
def test_backup_that_was_cut_does_not_open_not_even_between_chunks(cut: int) -> None:
    with pytest.raises(BackupDamaged):
        opened(a_backup(of(3))[:-cut], 3 * CHUNK)


def test_chunks_in_another_order_twice_or_after_the_end_do_not_open() -> None:
    backup, long = a_backup(of(3)), CHUNK + TAG
    head, one, two, three = backup[:HEAD], *(backup[HEAD + n * long : HEAD + (n + 1) * long] for n in range(3))

    for chunks in ([two, one, three], [one, one, three], [one, two, three, three], [one, three], [three]):
        with pytest.raises(BackupDamaged):
            opened(head + b"".join(chunks), CHUNK * len(chunks))


@pytest.mark.parametrize("at", [16, 20, 40, 60, 100, 180, HEAD, HEAD + CHUNK + 3, -1])
def test_one_flipped_bit_anywhere_is_refused(at: int) -> None:
    backup = bytearray(a_backup(of(2)))
    backup[at] ^= 1

    with pytest.raises(BackupError):
        opened(bytes(backup), 2 * CHUNK)


def test_each_byte_of_the_header_counts() -> None:
    backup = a_backup(b"content")
    for at in range(HEAD):
        changed = bytearray(backup)
        changed[at] ^= 0x20
        with pytest.raises(BackupError):
            opened(bytes(changed), 7)


def test_chunks_of_another_backup_do_not_fit() -> None:
    one, other = a_backup(b"content"), a_backup(b"content")

    with pytest.raises(BackupDamaged):
        opened(one[:HEAD] + other[HEAD:], 7)


def test_words_of_another_hub_are_told_from_damage() -> None:
    with pytest.raises(WrongWords):
        opened(a_backup(b"content"), 7, UnsealKey(b"another secret.."))


def test_backup_made_with_the_public_key_alone_is_refused() -> None:
    """Every kiosk has that key: a stick with another hub's staff on it would be a way in."""
    key, public = bytes(32), bytes.fromhex(HUB_KEY.public.hex)
    sealed = SealKey(HUB_KEY.public.hex).seal(key, submission_id=f"{HUB} {AT}", kind="backup")
    forged = Header(HUB, AT, public, sealed, bytes(32)).packed() + AESGCM(key).encrypt(bytes(11) + b"\1", b"x", None)

    with pytest.raises(BackupDamaged):
        opened(forged, 1)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda one: b"PK\3\4" + one, NotABackup),
        (lambda one: b"", NotABackup),
        (lambda one: one[:16] + b"\0\2" + one[18:], BackupTooNew),
        (lambda one: one[:16] + b"\0\0" + one[18:], BackupDamaged),
        (lambda one: one[:100], BackupDamaged),
        (lambda one: one[:17], BackupDamaged),
    ],
)
def test_what_is_no_backup_or_a_newer_one_is_named(change: Callable[[bytes], bytes], error: type[BackupError]) -> None:
    with pytest.raises(error):
        opened(change(a_backup(b"x")), 1)


def test_golden_backup_opens_with_its_words() -> None:
    with GOLDEN.open("rb") as file:
        opening = Opening(file, UnsealKey(from_phrase(WORDS.read_text().split(), "en")))
        found = read_all(opening)

    assert (opening.header.hub_id, opening.header.made_at) == (HUB, AT)
    assert found == {"erasures.log": b'{"log": "erasures"}\n', "hub.db": bytes(range(256)) * 300}


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "keys/seal.secret", "keys/former/../x.secret", "hub.db-wal"]
)
def test_no_file_is_taken_under_another_name(name: str) -> None:
    file = io.BytesIO()
    sealing = Sealing(file, HUB_KEY, HUB, AT)
    write_small(sealing, name, b"x")
    end_entries(sealing)
    file.seek(0)

    with pytest.raises(BackupDamaged):
        list(read_entries(Opening(file, HUB_KEY)))


@pytest.mark.parametrize(("name", "size"), [("hub.db", 2**63), ("erasures.log", 2**40), ("hub.toml", 2**64 - 1)])
def test_lengths_that_are_not_there_cost_nothing(name: str, size: int) -> None:
    file = io.BytesIO()
    sealing = Sealing(file, HUB_KEY, HUB, AT)
    sealing.write(len(name).to_bytes(1) + name.encode() + size.to_bytes(8) + b"little")
    sealing.end()
    file.seek(0)
    opening = Opening(file, HUB_KEY)

    with pytest.raises(BackupDamaged):
        read_all(opening)


def test_one_name_twice_is_refused() -> None:
    file = io.BytesIO()
    sealing = Sealing(file, HUB_KEY, HUB, AT)
    for content in (b"one", b"two"):
        write_small(sealing, "hub.toml", content)
    end_entries(sealing)
    file.seek(0)
    opening = Opening(file, HUB_KEY)

    with pytest.raises(BackupDamaged):
        read_all(opening)
