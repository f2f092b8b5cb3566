"""Profiles of Hypothesis: what every run does, and the long runs of their own targets."""

from hypothesis import settings

# No test asserts a time: how long an example takes says how busy the machine is.
settings.register_profile("every", deadline=None)
settings.register_profile("long", max_examples=3_000, deadline=None)
settings.load_profile("every")
