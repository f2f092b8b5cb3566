"""The staff app as a whole: what is said when something goes wrong."""

import re
from dataclasses import replace
from html import unescape

from fastapi.testclient import TestClient

from hub.web.staff_app import create_staff_app
from tests.hub.web.conftest import BASE
from tests.hub.web.library import PASSWORD, Library

SESSION = "samskap-8080"


def test_error_pages_are_neutral_and_say_the_code(staff: TestClient) -> None:
    answer = staff.get("/activity/nothing-here")

    assert answer.status_code == 404
    assert "This is not here any more." in unescape(answer.text)
    assert re.search(r"tell them this code:\s+<code[^>]*>not-found</code>", answer.text)


def test_an_error_nobody_expected_is_told_without_its_cause(library: Library) -> None:
    library.add_staff()
    broken = create_staff_app(replace(library.hub, keys=None))  # type: ignore[arg-type]  # so that it breaks
    headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
    client = TestClient(broken, BASE, headers=headers, raise_server_exceptions=False, follow_redirects=False)
    client.cookies.set(SESSION, library.begin_session(), domain="127.0.0.1")

    answer = client.post("/settings/phrase", data={"password": PASSWORD})

    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "NoneType" not in answer.text
    assert (answer.headers["cache-control"], answer.headers["x-frame-options"]) == ("no-store", "DENY")
