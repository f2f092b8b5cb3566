"""Addresses with an id that nothing here has: not found, whatever it is made of."""

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from shared.submission import new_submission_id
from tests.hub.web.happenings import hold
from tests.hub.web.library import Library

ODD = [
    "s1",
    "-",
    "0" * 36,
    new_submission_id(),
    new_submission_id().upper(),
    "\0",
    "é",
    "%ED%A0%80",
    "'--",
    "i" * 5_000,
]


@pytest.mark.parametrize("odd", ODD)
def test_page_of_an_odd_id_is_not_found(library: Library, staff: TestClient, odd: str) -> None:
    hold(library)
    there = quote(odd, safe="%")

    pages = [f"/inbox/{there}", f"/inbox/{there}/erase", f"/activity/suppe/sign-ups/{there}", f"/kiosks/{there}/revoke"]

    assert [staff.get(page).status_code for page in pages] == [404] * 4
    assert staff.post(f"/inbox/{there}/erase").status_code == 404
    assert library.store.erasures.every() == []
