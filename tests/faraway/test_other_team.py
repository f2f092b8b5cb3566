"""A library that is set up from another computer, and a team of whom each finds what is hers and nothing else."""

import json
import re
from pathlib import Path

import pytest

from hub.model import HOLDERS, Right, Role
from hub.web.page.access import StaffRoute
from hub.web.staff_app import create_staff_app
from tests.faraway.conftest import Browse
from tests.hub.web.library import open_library
from tests.hub.web.page.test_gate import STREAMS, walked
from tests.processes import HubProcess

pytestmark = pytest.mark.desks

SHUT_TO_ALL = {"/set-up", "/me/second/remove"}
"""The hub is set up already, and from another computer nobody does without a second factor."""


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, Right]:
    """Every page that can be asked for by its address alone, and the right it wants."""
    with open_library(tmp_path / "other") as other:
        found = {
            path: route.right
            for path, route in walked(create_staff_app(other.hub).router.routes)
            if isinstance(route, StaffRoute) and "GET" in (route.methods or ()) and "{" not in path
        }
    saved = (".ics", ".json", ".crt", ".pdf")
    return {path: right for path, right in found.items() if path not in STREAMS and not path.endswith(saved)}


def test_team_that_is_invited_from_another_computer_finds_what_is_theirs(
    hub: HubProcess, address: str, browse: Browse, pages: dict[str, Right]
) -> None:
    code = next(found[1] for line in hub.said if (found := re.search(r"/set-up\?code=(\S+)", line)))

    seen = browse("tests.other_team", address, code, json.dumps(sorted(pages)))

    assert set(seen["typed"]) == {Role.REVIEWER, Role.FACILITATOR, Role.SAFEGUARDING}
    for role, met in seen["links"].items():
        assert {path: status for path, status in met.items() if status != 200} == {}, role
        assert len(met) > 15, role
    for role, met in seen["typed"].items():
        shut = {path for path, status in met.items() if status == 403}
        assert shut >= SHUT_TO_ALL, role
        assert shut - SHUT_TO_ALL == {path for path, right in pages.items() if role not in HOLDERS[right]}, role
    assert (seen["today"], seen["still in"]) == (200, 200)
