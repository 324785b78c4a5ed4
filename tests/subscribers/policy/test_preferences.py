"""Wishes are kept short, and come back as they were."""

from hypothesis import given
from hypothesis import strategies as st

from subscribers.policy.preferences import Appeals, ReaderPreferences, read_preferences

preferences = st.builds(
    ReaderPreferences,
    appeals=st.sampled_from(Appeals),
    appeals_after=st.none() | st.dates(),
    plain=st.booleans(),
    discreet=st.booleans(),
    mirrors=st.booleans(),
    without=st.lists(st.text(max_size=20), max_size=5).map(tuple),
)


@given(preferences)
def test_what_is_written_is_read(wanted: ReaderPreferences) -> None:
    assert read_preferences(str(wanted)) == wanted


def test_the_usual_takes_no_room() -> None:
    assert str(ReaderPreferences()) == ""
    assert read_preferences("") == ReaderPreferences()
