"""Signing in to the mail server: any letters in name and password, and whatever the server answers fails mail alone."""

import base64
import hmac
import itertools
import smtplib
import socket
from pathlib import Path
from typing import Any

import pytest

from hub.config import HubConfig
from hub.services.activities.smtp import TIMEOUT_S, Answers, connected, network_address
from tests.mail_server import MailServer, mail_server

USER, PASSWORD = "kåre@blåbær.no", "pæssørd å"


def sign_in(server: MailServer, **over: Any) -> None:
    """Connect as the hub does, and hang up."""
    fields: dict[str, Any] = {"smtp_sender": "bibliotek@blåbær.no", "smtp_user": USER, "smtp_password": PASSWORD}
    config = HubConfig(Path(), smtp_host="127.0.0.1", smtp_port=server.port, smtp_starttls=False, **{**fields, **over})
    with connected(config):
        pass


def opened(text: str) -> str:
    return base64.b64decode(text).decode()


def test_name_and_password_may_have_any_letters() -> None:
    with mail_server() as server:
        sign_in(server)

    assert opened(server.signed_in[0].removeprefix("PLAIN ")) == f"\0{USER}\0{PASSWORD}"


def test_password_typed_in_parts_is_the_same_password() -> None:
    with mail_server() as server:
        sign_in(server, smtp_password="pa\u030ass")

    assert opened(server.signed_in[0].removeprefix("PLAIN ")) == f"\0{USER}\0p\u00e5ss"


def test_server_that_asks_one_by_one_is_answered_one_by_one() -> None:
    with mail_server() as server:
        server.ways = "LOGIN"
        sign_in(server)

    assert [opened(part) for part in server.signed_in[0].split(" ")[1:]] == [USER, PASSWORD]


def test_challenge_is_answered_with_a_digest_and_the_password_is_not_shown() -> None:
    with mail_server() as server:
        server.ways = "PLAIN CRAM-MD5"
        sign_in(server)

    digest = hmac.new(PASSWORD.encode(), b"<1234@mail.test>", "md5").hexdigest()
    assert opened(server.signed_in[0].removeprefix("CRAM-MD5 ")) == f"{USER} {digest}"


@pytest.mark.parametrize("challenge", ["", "no base64!", "w6U=" * 300, "/////w=="])
def test_odd_challenge_fails_mail_and_nothing_else(challenge: str) -> None:
    with mail_server() as server:
        server.ways, server.challenge = "CRAM-MD5 PLAIN", challenge
        sign_in(server)  # called off or answered as it is

    assert len(server.signed_in) == 1


def test_odd_challenge_without_another_way_is_a_mail_error() -> None:
    with mail_server() as server:
        server.ways, server.challenge = "CRAM-MD5", "no base64!"
        with pytest.raises(smtplib.SMTPAuthenticationError):
            sign_in(server)


def test_server_that_knows_no_way_we_know_is_a_mail_error() -> None:
    with mail_server() as server:
        server.ways = "GSSAPI"
        with pytest.raises(smtplib.SMTPNotSupportedError):
            sign_in(server)


def test_hub_calls_itself_by_the_domain_it_mails_from_in_the_letters_of_networks() -> None:
    with mail_server() as server:
        sign_in(server, smtp_sender="Blåbær bibliotek <post@blåbær.no>")

    assert server.heard[0] == b"ehlo xn--blbr-roah.no\r\n"


def test_domain_of_an_address_is_written_as_networks_do() -> None:
    assert network_address("Kåre <kari@blåbær.no>") == ("kari", "xn--blbr-roah.no")


def test_answer_without_an_end_is_not_listened_to() -> None:
    with mail_server() as server:
        server.never_ends = b"250-and more\r\n" * 100

        with pytest.raises(smtplib.SMTPServerDisconnected, match="without an end"):
            sign_in(server)


def test_answer_that_comes_too_slowly_is_not_waited_for() -> None:
    ours, theirs = socket.socketpair()
    seconds = itertools.count(step=TIMEOUT_S / 3)
    with ours, theirs:
        answers = Answers(ours, lambda: next(seconds))
        theirs.sendall(b"250-a line\r\n250-never a")
        assert answers.readline(100) == b"250-a line\r\n"

        theirs.sendall(b" whole")
        with pytest.raises(TimeoutError):
            answers.readline(100)
