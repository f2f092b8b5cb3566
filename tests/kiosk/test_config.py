"""The settings of a kiosk."""

from pathlib import Path

import pytest

from kiosk.config import KioskConfig
from shared.errors import InvalidConfig


def test_kiosk_without_settings_has_defaults(tmp_path: Path) -> None:
    assert KioskConfig.load(tmp_path / "new", {"PATH": "/bin"}) == KioskConfig(tmp_path / "new")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_file_saved_by_notepad_or_powershell_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "kiosk.toml").write_bytes('name = "Ved døra"\n'.encode(encoding))

    assert KioskConfig.load(tmp_path, {}).name == "Ved døra"


def test_environment_goes_before_the_file_and_the_file_before_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text(
        'name = "Ved døra"\ndefault_language = "sv"\ntheme = "dark"\n'
        'addresses = ["10.0.0.2:8443"]\nreduced_motion = true\n'
    )
    environ = {
        "SAMSKAP_KIOSK_NAME": "Vid dörren",
        "SAMSKAP_KIOSK_INTERFACES": "127.0.0.1, 127.0.0.2",
        "SAMSKAP_KIOSK_DISCOVERY": "false",
        "SAMSKAP_KIOSK_SCREEN_INCHES": "21.5",
    }

    assert KioskConfig.load(tmp_path, environ) == KioskConfig(
        tmp_path,
        name="Vid dörren",
        default_language="sv",
        addresses=("10.0.0.2:8443",),
        interfaces=("127.0.0.1", "127.0.0.2"),
        discovery=False,
        reduced_motion=True,
        theme="dark",
        screen_inches=21.5,
    )


def test_address_of_the_hub_may_have_any_letters(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text(
        'addresses = ["blåbær.no", "10.0.0.2:9000"]\ninterfaces = ["wlan0"]\n', "utf-8"
    )

    config = KioskConfig.load(tmp_path, {})

    assert (config.addresses, config.interfaces) == (("xn--blbr-roah.no:8443", "10.0.0.2:9000"), ("wlan0",))


@pytest.mark.parametrize(
    ("line", "setting"),
    [
        ('colour = "red"', "unknown setting: colour"),
        ('data = "/elsewhere"', "unknown setting: data"),
        ('default_language = "tlh"', "default_language: tlh .wanted: nb, nn, sv, da, en."),
        ('theme = "pink"', "theme: pink .wanted: light, contrast, dark."),
        ("name = 7", "name"),
        ('name = " "', "name"),
        ('reduced_motion = "perhaps"', "reduced_motion"),
        ("addresses = [1]", "addresses"),
        ("screen_inches = true", "screen_inches .wanted: inches, from 3 to 120."),
        ("screen_inches = 1280", "screen_inches .wanted: inches, from 3 to 120."),
        ("addresses = 1", "addresses"),
        ('addresses = ["hub..local:8443"]', "addresses: hub..local:8443"),
        ('interfaces = ["127.1"]', "interfaces: 127.1"),
        (f"x = {'[' * 20_000}", "kiosk.toml cannot be read.*"),
        ('name = "Ved døra"\nnot toml', "kiosk.toml cannot be read: .*line 2.*"),
    ],
)
def test_wrong_setting_is_named(tmp_path: Path, line: str, setting: str) -> None:
    (tmp_path / "kiosk.toml").write_text(line)

    with pytest.raises(InvalidConfig, match=f"^{setting}( |$)"):
        KioskConfig.load(tmp_path, {})


@pytest.mark.parametrize("variable", ["SAMSKAP_KIOSK_ADDRESES", "SAMSKAP_KIOSK_name", "SAMSKAP_KIOSK_DATA"])
def test_variable_that_is_no_setting_is_named(tmp_path: Path, variable: str) -> None:
    with pytest.raises(InvalidConfig, match=f"^unknown setting: {variable}$"):
        KioskConfig.load(tmp_path, {variable: "x", "SAMSKAP_HUB_STAFFPORT": "1"})
