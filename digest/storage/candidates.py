"""Whom an audience is asked about, as SQL: a `CandidateSource` turns the question into a SELECT.

The tables of subscribers, which this package does not know, stand behind it; a million readers never pass through
Python.
"""

from collections.abc import Callable

from sqlalchemy import Select

from digest.delivery.audience import AudienceQuery

Candidates = Select[tuple[int, str, int, str | None]]
"""Columns `number`, `variant`, `wave`, `reason` (NULL: to be written to), a row for each reader."""
CandidateSource = Callable[[AudienceQuery], Candidates]
