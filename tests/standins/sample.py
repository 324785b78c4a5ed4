"""What all tests know of the sample: its edition, the instant it is due, and where data beside this repository lies."""

import os
from datetime import UTC, datetime
from pathlib import Path

from digest.edition.approval_rule import ApprovalRule
from digest.edition.editor import APPROVE, Editor

EDITION = "2026-11-27"
NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
"""The sample edition's Friday, seven o'clock in Riga."""

MARTA, JONAS = (Editor(name, f"{name}@lantern.example", frozenset({APPROVE})) for name in ("marta", "jonas"))
"""Two who may approve."""
BOTH_AS_SETTINGS = {
    f"DIGEST_EDITORS__{one.name.upper()}": f'{{address = "{one.address}", may = ["approve"]}}' for one in (MARTA, JONAS)
}
APPROVED_BY = ApprovalRule(True, {"marta": MARTA, "jonas": JONAS})
AS_SETTINGS = {"DIGEST_EDITORS__MARTA": '{address = "marta@lantern.example", may = ["approve"]}'}
"""The first of them, as a variable names her to a command."""

SHARED = Path(os.environ.get("SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
"""Real pages and vectors of others; no part of this repository. What they show, tests show on data of our own too.

A test that needs them is skipped, and says so, where they are not.
"""
