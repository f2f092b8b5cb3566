"""Names of machines: what people write becomes what networks write, or is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.hosts import USUAL_PORT, ascii_address, ascii_host, is_interface


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("mail.example.org", "mail.example.org"),
        ("epost.blåbær.no", "epost.xn--blbr-roah.no"),
        ("Ærø-bibliotek.dk", "xn--r-bibliotek-88a9u.dk"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("mail.example.org.", "mail.example.org."),
    ],
)
def test_name_is_written_as_networks_do(written: str, network: str) -> None:
    assert ascii_host(written).lower() == network


@pytest.mark.parametrize(
    "text", ["", ".", "smtp..host", "-a.no", "a b.no", "127.1", "a.1", "a" * 64 + ".no", "a/b", "a.no\n", "[::1]"]
)
def test_what_names_no_machine_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ascii_host(text)


@given(st.text(max_size=80))
def test_any_text_is_a_plain_name_or_refused(text: str) -> None:
    try:
        name = ascii_host(text)
    except ValueError:
        return

    assert name.isascii()
    assert name.isprintable()


@pytest.mark.parametrize(
    ("written", "network"),
    [("blåbær.no:8443", "xn--blbr-roah.no:8443"), ("10.0.0.2:1", "10.0.0.2:1"), ("[::1]:8443", "[::1]:8443")],
)
def test_address_has_a_host_and_a_port(written: str, network: str) -> None:
    assert ascii_address(written) == network


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("blåbær.no", "xn--blbr-roah.no:8443"),
        ("10.0.0.2", "10.0.0.2:8443"),
        ("[::1]", "[::1]:8443"),
        ("10.0.0.2:1", "10.0.0.2:1"),
        ("[::1]:1", "[::1]:1"),
    ],
)
def test_address_without_a_port_has_the_usual_one(written: str, network: str) -> None:
    assert ascii_address(written, USUAL_PORT) == network


@pytest.mark.parametrize("text", ["", "not an address", "host:", "host:x", "[::1", "::1]", "[a.no]"])
def test_usual_port_makes_no_address_of_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ascii_address(text, USUAL_PORT)


@pytest.mark.parametrize(
    "text", ["host", "host:", ":1", "host:0", "host:65536", "host:x", "::1:80", "[a.no]:80", "h:²"]
)
def test_half_an_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ascii_address(text)


@pytest.mark.parametrize("text", ["192.168.1.20", "127.0.0.2", "eth0", "wlp3s0", "Ethernet 2", "br-lan"])
def test_address_or_name_of_an_interface_can_be_chosen(text: str) -> None:
    assert is_interface(text)


@pytest.mark.parametrize("text", ["127.1", "1", "192.168.1.256", "192.168.01.2", "::1", "fe80::1", "", "10.0.0.0/24"])
def test_half_an_address_chooses_no_interface(text: str) -> None:
    assert not is_interface(text)
