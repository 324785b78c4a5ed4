"""Amending the sample edition: its file changed by hand, and the newsroom's own service with a set clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from digest.app.amend import amender
from digest.app.container import Newsroom
from digest.editing.amend import Amended
from tests.standins.sample import EDITION, NOW
from tests.standins.time import SetClock

SATURDAY = NOW + timedelta(days=1, hours=3)
WRONG, RIGHT = "on weekdays until six", "on weekdays until nine"
"""What the sample says of the border crossing, and what it should have said."""
NOTE = "We corrected until when the crossing is open."


def mend(folder: Path, old: str = WRONG, new: str = RIGHT) -> None:
    """Change words of the sample edition's file."""
    file = folder / f"editions/{EDITION}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def amend(newsroom: Newsroom, note: str = NOTE, at: datetime = SATURDAY) -> Amended:
    """Amend the sample edition at an instant."""
    own, clock = amender(newsroom), SetClock(at)
    assessor = replace(own.assessor, embargoes=replace(own.assessor.embargoes, clock=clock))
    return replace(own, assessor=assessor, clock=clock).amend(EDITION, note)
