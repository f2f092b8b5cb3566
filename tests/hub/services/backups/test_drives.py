"""Drives that are plugged in: what the system says of them, and what it may say wrongly."""

from pathlib import Path

from hub.services.backups.drives import plugged_in


def test_drives_that_can_be_written_are_offered_by_name(tmp_path: Path) -> None:
    media, mounts = tmp_path / "media", tmp_path / "mounts"
    for name in ("USB 16", "Ål"):
        (media / name).mkdir(parents=True)
    lines = ["/dev/sdb1", "/dev/sdc1", "/dev/sdd1", "/dev/sda1"]
    places = [f"{media}/USB\\04016", f"{media}/Ål", f"{media}/pulled", "/"]
    mounts.write_text("".join(f"{one} {place} vfat rw 0 0\n" for one, place in zip(lines, places, strict=True)))

    found = plugged_in(mounts, [f"{media}/"])

    assert [(one.name, one.folder) for one in found] == [
        ("USB 16", media / "USB 16" / "Samskap"),
        ("Ål", media / "Ål" / "Samskap"),
    ]
    assert all(one.free > 0 for one in found)


def test_what_is_no_list_of_mounts_offers_nothing(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    for content in (b"", b"\xff\xfe \\9zz x", b"one\n\n  \n", f"/dev/x {tmp_path}/a\\012b vfat\n".encode()):
        mounts.write_bytes(content)
        assert plugged_in(mounts, ["/", str(tmp_path)]) == []
    assert plugged_in(tmp_path / "none") == []
