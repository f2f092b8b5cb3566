"""For whom each page is, and what forms send."""

import pytest

from hub.web.page.access import local_path


@pytest.mark.parametrize(
    ("asked", "went"),
    [
        ("/inbox?state=kept&words=a%20b", "/inbox?state=kept&words=a%20b"),
        ("//evil.test/", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test/", "/"),
        ("javascript:alert(1)", "/"),
        ("/inbox\r\nSet-Cookie: x=y", "/"),
        ("", "/"),
    ],
)
def test_sign_in_leads_only_to_pages_of_ours(asked: str, went: str) -> None:
    assert local_path(asked) == went
