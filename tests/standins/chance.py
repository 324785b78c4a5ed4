"""How long tests search at random: short in `make quick`, longer in the slow suite, for an hour or so in `make soak`.

Only the soak takes other examples each time: whether a change may land does not hang on chance.
"""

from hypothesis import settings

PROFILES = {"quick": 50, "thorough": 200, "soak": 2_000}
"""Examples of a property, for each profile that `--hypothesis-profile` may name."""


def register() -> None:
    """Make the profiles known; without a word pytest takes the quick one."""
    for name, number in PROFILES.items():
        is_same_each_time = name != "soak"
        settings.register_profile(
            name, max_examples=number, derandomize=is_same_each_time, deadline=None
        )  # no deadline: a busy machine is no fault
    settings.load_profile("quick")


def examples(quick: int) -> int:
    """Return how many examples a property takes that takes `quick` of them in the quick profile."""
    return quick * PROFILES[settings.get_current_profile_name()] // PROFILES["quick"]


def first_seed(drawn: int) -> int:
    """Return the seed that a search begins with which is the same each time: 0, and the one `drawn` while soaking."""
    return drawn if settings.get_current_profile_name() == "soak" else 0


def rounds(usual: int, times: int = 5) -> int:
    """Return how many rounds a harness takes: the `usual` number, and so many `times` as many while soaking."""
    return usual * (times if settings.get_current_profile_name() == "soak" else 1)
