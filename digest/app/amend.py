"""Joins what amends, or corrects, the editions of a newsroom that were mailed."""

from dataclasses import replace

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.editing.amend import Amender
from digest.editing.correction import Corrections
from digest.editing.embargoes import Embargoes

_OK = 200


class _Unasked:
    """Asks no page whether it is there: readers of the web find what is not, and nothing may be fetched."""

    def status(self, url: str) -> int:  # noqa: ARG002 - whatever page it is
        """Return what a page answers that is there (RFC 9110, 15.3.1)."""
        return _OK


def amender(newsroom: Newsroom) -> Amender:
    """Return what amends editions; times before which pages must not be public still count."""
    newsroom.reader_records.opening_fault()  # first: the journal may know of a stop that a restored database forgot
    embargoes = Embargoes(_Unasked(), newsroom.settings.schedule.plan, newsroom.clock)
    assessor = replace(Services(newsroom).assessor(), embargoes=embargoes)
    return Amender(assessor, newsroom.reports, newsroom.revisions, newsroom.clock)


def corrections(newsroom: Newsroom) -> Corrections:
    """Return what begins letters of correction."""
    files = newsroom.editions
    newsroom.reader_records.opening_fault()  # first, as above
    required = newsroom.settings.schedule.approval != "none"
    return Corrections(files, files, newsroom.reports, newsroom.publication, newsroom.templates, required)
