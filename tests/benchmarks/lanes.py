"""Many readers: rare languages and waves beside one lane of as many, and a provider that takes a second to answer."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.editing.build import Built
from digest.settings.delivery import Delivery
from digest.transports.null import NullTransport
from digest.transports.sendgrid.client import SendGrid
from tests.benchmarks.measure import Line
from tests.benchmarks.sending import EDITION, account, loop, many_readers, one_core, sink

READERS = 200_000
_ONE = "UPDATE subscriber SET language = 'en', zone = ''"
_MANY = (
    "UPDATE subscriber SET language = CASE WHEN number % 1000 = 0 THEN 'uk' WHEN number % 200 = 1 THEN 'ru' ELSE 'en' END, "
    "zone = CASE WHEN number % 50 < 12 THEN 'Etc/GMT+' || (number % 50 + 1) ELSE '' END"
)
"""Three languages, two of them rare, in thirteen waves, twelve of them of two in a hundred."""


def lines() -> Iterator[Line]:
    """Measure and yield these lines."""
    with tempfile.TemporaryDirectory() as name, one_core(), many_readers(Path(name), READERS) as newsroom:
        one = _best(newsroom, _ONE)
        with sink(latency=1.0) as url:
            slow = loop(newsroom, _built(newsroom), SendGrid(account(url)), workers=Delivery().workers)
        what = "readers a second with 1 s of provider latency and default settings, 200,000 of them"
        yield Line(what, READERS / slow, "/s", 25_000, at_least=True)
        many = _best(newsroom, _MANY)
        yield Line("rate over 39 lanes, most of them rare / over one lane", one / many, "x", 0.6, at_least=True)


def _best(newsroom: Newsroom, change: str) -> float:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(change)
    built = _built(newsroom)
    return min(loop(newsroom, built, NullTransport(), wave_of=_wave) for _ in range(3))


def _built(newsroom: Newsroom) -> Built:
    return Services(newsroom).assessor().assess(EDITION).passed()


def _wave(zone: str) -> int:
    return 60 * int(zone.partition("+")[2] or 0)
