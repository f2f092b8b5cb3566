"""Profiles of Hypothesis: what every run does, and the long runs of their own targets."""

from hypothesis import settings

settings.register_profile("long", max_examples=3_000, deadline=None)
