"""Times as staff pages tell them."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.web.page.times import ago
from shared.submission import utc

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed_s", "told"),
    [
        (59, "just now"),
        (60, "for 1 min siden"),
        (71, "for 1 min siden"),
        (200, "for 3 min siden"),
        (2 * 3600, "for 2 t siden"),
        (3 * 86400, "for 3 d. siden"),
    ],
)
def test_how_long_ago_is_never_told_in_seconds(passed_s: int, told: str) -> None:
    says = ago(utc(NOW - timedelta(seconds=passed_s)), "nb", lambda said: said, NOW)

    assert says == told
