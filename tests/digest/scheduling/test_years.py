"""Simulated years.

Exactly one send for each week whose edition was ready while its window was open and somebody looked; none otherwise.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from digest.app.container import Newsroom
from digest.app.paths import KEY_FILE
from digest.calendar.plan import WEEKDAYS, Plan, Window
from subscribers.storage.key_file import create
from tests.conftest import Tell
from tests.standins.chance import rounds
from tests.standins.forms import join
from tests.standins.newspaper import SAMPLE_SITE
from tests.standins.sample import NOW
from tests.standins.time import MadeTime

ZONES = (
    "UTC",
    "Europe/Riga",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Santiago",
)
WEEKS = 52
READERS = 2
HOUR = timedelta(hours=1)

plans = st.builds(
    Plan,
    days=st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=2, unique=True).map(tuple),
    time=st.sampled_from([time(7), time(2, 30), time(0, 0), time(23, 59)]),
    zone=st.sampled_from(ZONES),
    window_hours=st.integers(1, 72),
    every_weeks=st.integers(1, 3),
    starting=st.dates(date(2026, 1, 1), date(2026, 2, 1)),
)
weeks = st.lists(
    st.tuples(
        st.floats(-20, 90),  # hours after the set time at which the edition is ready
        st.lists(st.floats(-1, 80), max_size=4),  # hours after it at which a schedule looks
        st.booleans(),  # somebody looks at the very second
        st.booleans(),  # the process was started anew
    ),
    min_size=WEEKS,
    max_size=WEEKS,
)


@contextmanager
def newsroom() -> Iterator[Newsroom]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "digest.toml").write_bytes((SAMPLE_SITE.parent / "digest.toml").read_bytes())
        create(folder / KEY_FILE)
        with Newsroom(folder, {}) as opened:
            for reader in ("anna", "boris"):
                join(opened.store, f"{reader}@example.org", NOW)
            yield opened


def oracle(plan: Plan, start: datetime) -> list[Window]:
    """Say, without the calendar under test, when each letter is due and until when it may go out."""
    first = plan.starting - timedelta(days=plan.starting.weekday())
    dues = []
    for offset in range(366 * 4):
        day = start.date() + timedelta(days=offset)
        weeks = (day - first).days // 7
        due = datetime.combine(day, plan.time, ZoneInfo(plan.zone)).astimezone(UTC)
        if f"{day:%A}".lower() in plan.days and weeks % plan.every_weeks == 0 and due > start:
            dues.append((day.isoformat(), due))
    ends = [due for _, due in dues[1:]]
    return [
        Window(day, due, min(due + plan.window_hours * HOUR, end)) for (day, due), end in zip(dues, ends, strict=False)
    ][:WEEKS]


def expected(window: Window, ready: datetime, looks: list[datetime]) -> bool:
    return any(window.due <= look < window.closes and ready <= look for look in looks)


@pytest.mark.slow
def test_years_of_odd_plans_misses_and_restarts(tell: Tell) -> None:
    figures: Counter[str] = Counter()

    @settings(
        max_examples=rounds(6, 10),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        database=None,
    )
    @seed(tell.seed)
    @given(plans, weeks)
    def live(plan: Plan, happened: list[tuple[float, list[float], bool, bool]]) -> None:
        start = datetime(2026, 1, 1, tzinfo=UTC)
        windows = oracle(plan, start)
        story = list(zip(windows, happened, strict=True))
        ready = {window.edition: _whole(window.due + hours * HOUR) for window, (hours, *_) in story}
        looks = sorted(
            {_whole(window.due + hours * HOUR) for window, (_, moments, *_) in story for hours in moments}
            | {window.due for window, (_, _, exact, _) in story if exact}
        )
        anew = {window.edition for window, (*_, restarted) in story if restarted}
        with newsroom() as room:
            made = MadeTime(room, plan, ready, start)
            made.look(start)
            for look in looks:
                if look.astimezone(ZoneInfo(plan.zone)).date().isoformat() in anew:
                    made.restart()
                made.memory.assess_again.clear()  # looks are hours apart or, where they are not, as good as another process
                made.look(look)
            sent = Counter(edition for edition, _, _ in made.bag.got)
            wanted = {window.edition for window in windows if expected(window, ready[window.edition], looks)}
            assert sent == dict.fromkeys(wanted, READERS)
            assert all(_window(windows, edition).is_open(when) for edition, _, when in made.bag.got)
            assert len(set(made.bag.got)) == len(made.bag.got)
        figures.update(simulated_years=1, windows=len(windows), sends=len(wanted), looks=len(looks))

    live()
    tell(**figures)


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def _window(windows: list[Window], edition: str) -> Window:
    return next(window for window in windows if window.edition == edition)
