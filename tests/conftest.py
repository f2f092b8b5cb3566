"""Profiles of Hypothesis: what every run does, and the long runs of their own targets."""

from hypothesis import HealthCheck, settings

# No test asserts a time: how long an example takes, or is in the making, says how busy the machine is.
settings.register_profile("every", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("every"), max_examples=3_000)
settings.load_profile("every")
