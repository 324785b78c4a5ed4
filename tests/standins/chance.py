"""How long tests search at random: short in `make quick`, longer in the slow suite, for an hour or so in `make soak`."""

from hypothesis import settings

PROFILES = {"quick": 50, "thorough": 200, "soak": 2_000}
"""Examples of a property, for each profile that `--hypothesis-profile` may name; a property that says its own number keeps it."""


def register() -> None:
    """Make the profiles known; without a word pytest takes the quick one."""
    for name, examples in PROFILES.items():
        settings.register_profile(name, max_examples=examples, deadline=None)  # a busy machine is no fault
    settings.load_profile("quick")


def rounds(usual: int) -> int:
    """Return how many rounds a harness takes: the `usual` number, and five times as many while soaking."""
    return usual * (5 if settings.get_current_profile_name() == "soak" else 1)
