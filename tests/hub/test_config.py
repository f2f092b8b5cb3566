"""Settings: the file, then the environment, then the command line; nonsense is refused by name."""

from pathlib import Path
from typing import Any

import pytest

from hub.config import HubConfig, load
from shared.errors import InvalidConfig


def write(folder: Path, text: str) -> None:
    (folder / "hub.toml").write_text(text, "utf-8")


def test_hub_without_a_file_has_its_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, {}) == HubConfig(tmp_path)


def test_command_line_wins_over_environment_over_file(tmp_path: Path) -> None:
    write(tmp_path, 'name = "Lund"\nstaff_port = 1\nsync_port = 1\ninterfaces = ["192.0.2.1"]\ndiscovery = false\n')

    found = load(tmp_path, {"SAMSKAP_HUB_STAFF_PORT": "2", "SAMSKAP_HUB_SYNC_PORT": "2"}, sync_port=3, sync_host=None)

    assert (found.name, found.staff_port, found.sync_port, found.sync_host) == ("Lund", 2, 3, "0.0.0.0")
    assert (found.interfaces, found.discovery) == (("192.0.2.1",), False)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_file_saved_by_notepad_or_powershell_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "hub.toml").write_bytes('name = "Ås bibliotek"\n'.encode(encoding))

    assert load(tmp_path, {}).name == "Ås bibliotek"


def test_environment_is_read_as_text(tmp_path: Path) -> None:
    around = {"SAMSKAP_HUB_DISCOVERY": "False", "SAMSKAP_HUB_INTERFACES": "192.0.2.1 192.0.2.2", "SAMSKAP_KIOSK_X": "y"}

    found = load(tmp_path, around)

    assert (found.discovery, found.interfaces) == (False, ("192.0.2.1", "192.0.2.2"))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("staff_port = 70000", "port"),
        ('sync_port = "x"', "sync_port"),
        ('default_language = "xx"', "default_language: xx .wanted: nb, nn, sv, da, en"),
        ('zone = "Europe/Olso"', "zone: Europe/Olso .wanted: a time zone such as Europe/Oslo"),
        ('zone = "UTC+1"', "zone: UTC.1"),
        ('zone = ""', 'zone: ""'),
        ('name = " "', "name: "),
        (f'name = "{"x" * 81}"', "name: xxx"),
        ('discovery = "maybe"', "discovery"),
        ("colour = 3", "unknown setting: colour"),
        (f"x = {'[' * 20_000}", "hub.toml cannot be read"),
        ("sync_port = 1\nnot toml", "hub.toml cannot be read: .*line 2"),
        ("interfaces = 3", "interfaces"),
        ("interfaces = [3]", "interfaces"),
        ('interfaces = ["127.1"]', "interfaces: 127.1"),
        ('interfaces = ["fe80::1"]', "interfaces: fe80::1"),
        ("staff_port = 80.5", "staff_port"),
        ("smtp_port = true", "smtp_port"),
        ('sync_host = "a..b"', "sync_host: a..b"),
        ("smtp_password = 1234", "smtp_password"),
        ('smtp_password = "a\\u0000b"', "smtp_password"),
        ('staff_names = ["http://stab.example"]', "staff_names: http://stab.example"),
        ('trusted_proxies = ["proxy.example"]', "trusted_proxies: proxy.example"),
        ('trusted_proxies = ["10.0.0.1/8"]', "trusted_proxies: 10.0.0.1/8"),
        ('smtp_host = "smtp..host"\nsmtp_sender = "a@b.test"', "smtp_host: smtp..host"),
        ('smtp_host = "smtp.host:587"\nsmtp_sender = "a@b.test"', "smtp_host: smtp.host:587"),
        ('smtp_host = "mail.test"', 'smtp_sender: "" .wanted: the address mail comes from'),
        (
            'smtp_host = "mail.test"\nsmtp_sender = "a@b.test"\nsmtp_starttls = false',
            "smtp_starttls: mail.test .wanted: true",
        ),
        ('smtp_host = "mail.test"\nsmtp_sender = "library"', "smtp_sender: library"),
        ('smtp_host = "mail.test"\nsmtp_sender = "a@b..test"', "smtp_sender: a@b..test"),
        ('smtp_host = "mail.test"\nsmtp_sender = "a@b.test\\nBcc: c@d.test"', "smtp_sender: "),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path: Path, text: str, field: str) -> None:
    write(tmp_path, text)

    with pytest.raises(InvalidConfig, match=field):
        load(tmp_path, {})


@pytest.mark.parametrize(
    "text",
    [
        'interfaces = ["eth0", "192.0.2.1"]',
        'sync_host = "::"',
        'smtp_host = "::1"\nsmtp_sender = "a@b.test"\nsmtp_starttls = false',
        'smtp_host = "localhost"\nsmtp_sender = "a@b.test"\nsmtp_starttls = false',
        'smtp_host = "mail.test"\nsmtp_port = 465\nsmtp_sender = "a@b.test"\nsmtp_starttls = false',
        'staff_names = ["stab.example", "stab.example:8443"]',
        'trusted_proxies = ["127.0.0.1", "::1", "10.0.0.0/8"]',
        'smtp_host = "epost.blåbær.no"\nsmtp_sender = "Blåbær bibliotek <post@blåbær.no>"\nsmtp_password = "æøå"',
    ],
)
def test_what_people_write_is_taken(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)

    load(tmp_path, {})


@pytest.mark.parametrize("over", [{"staff_port": -1}, {"sync_port": 65536}, {"default_language": "fi"}])
def test_config_is_whole_or_not_at_all(tmp_path: Path, over: dict[str, Any]) -> None:
    with pytest.raises(InvalidConfig):
        HubConfig(tmp_path, **over)


@pytest.mark.parametrize("variable", ["SAMSKAP_HUB_STAFFPORT", "SAMSKAP_HUB_staff_port", "SAMSKAP_HUB_DATA"])
def test_variable_that_is_no_setting_is_named(tmp_path: Path, variable: str) -> None:
    with pytest.raises(InvalidConfig, match=f"^unknown setting: {variable}$"):
        load(tmp_path, {variable: "1", "SAMSKAP_KIOSK_NAM": "x"})
