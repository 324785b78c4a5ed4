"""Reads `sponsors.yaml`, a list of bookings, and finds the one of an edition's day. Pure.

It is typed as freely as a picks file, and read by the same rules. A sponsor who is booked and not in the letter is a
problem, for whatever reason. What is wrong with a booking that is surely of other days is a warning: the file keeps
those of years, and a slip in one that is over must not stop a letter that it was never for. A booking whose own dates
cannot be read is taken for every day that it may be meant for: who has paid for this one would be left out otherwise,
without a word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from digest.calendar.edition_id import corrected, edition_date
from digest.edition.booking import BOOKING, Booking, read_booking
from digest.edition.fields import Fields
from digest.edition.levels import of_list
from digest.edition.model import Edition
from digest.edition.sponsor import SPONSORS_FILE, Sponsor
from digest.edition.strict_yaml import Items, parse_yaml
from digest.edition.typed_file import read_typed
from digest.edition.yaml_lines import YamlLines
from digest.problem import START, Problem, Severity, excerpt, in_order

FILE = SPONSORS_FILE
_BEGINNING = "begin each booking with `- from: 2026-11-01` and put its other keys below that"
_NOTHING_TO_DO = "nothing to do if that is what you mean"


@dataclass(frozen=True, slots=True)
class Bookings:
    """The bookings of the file, and the problems and warnings that are of no single one."""

    bookings: tuple[Booking, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def sponsors(self) -> list[Sponsor]:
        """Return those who are booked, as far as that can be known, in the order of the file."""
        return [booking.sponsor for booking in self.bookings if booking.sponsor]


def parse_sponsors(text: str) -> Bookings:
    """Return the bookings in the text of the file, as far as they can be read, with every problem of its form."""
    typed = read_typed(text, of_list(BOOKING))
    root, faults = parse_yaml(typed.text(), typed.place)
    problems = [Problem(FILE, fault.mark, fault.what, fault.remedy) for fault in faults]
    fields = Fields(FILE, [], typed.remarks, typed.unread)
    unclear = [_unclear(typed, place) for place in range(len(typed.unclear))]
    if root is None or not isinstance(root, Items):
        if root is not None or typed.knows_no_key:
            problems = [
                Problem(FILE, START if root is None else root.mark, "the file is no list of bookings", _BEGINNING)
            ]
        return Bookings((), tuple(_with_lines([*problems, *unclear], typed)))
    read = [read_booking(fields, node) for node in root.nodes]
    remarks = fields.remarks.problems(FILE, _NOTHING_TO_DO)
    return _shared(read, _with_lines([*unclear, *fields.problems], typed), _with_lines([*problems, *remarks], typed))


def _shared(read: Sequence[Booking], problems: Sequence[Problem], others: Sequence[Problem]) -> Bookings:
    """Return the bookings, each with its own of the `problems`: those below its first line and above the next one's."""
    starts = [booking.mark.line for booking in read]
    shared = []
    for booking, (start, end) in zip(read, pairwise([*starts, None]), strict=True):
        own = tuple(
            one for one in problems if start and start <= one.mark.line and (end is None or one.mark.line < end)
        )
        shared.append(replace(booking, problems=own, sponsor=None if own else booking.sponsor))
    above = [problem for problem in problems if not starts or problem.mark.line < starts[0]]
    return Bookings(tuple(shared), tuple(in_order([*others, *above])))


def _unclear(typed: YamlLines, place: int) -> Problem:
    unclear = typed.unclear[place]
    shown = excerpt(typed.typed[unclear.mark.line - 1].shown, unclear.mark, unclear.corrected)
    return Problem(FILE, unclear.mark, unclear.what, unclear.remedy, excerpt=shown)


def _with_lines(problems: Sequence[Problem], typed: YamlLines) -> list[Problem]:
    """Return problems with the lines they are about, from top to bottom."""
    lines = [line.shown for line in typed.typed]
    shown = (
        one if one.excerpt else replace(one, excerpt=excerpt(lines[min(one.mark.line, len(lines)) - 1], one.mark))
        for one in problems
    )
    return in_order(shown)


def with_sponsor(edition: Edition, file: Bookings) -> tuple[Edition, list[Problem]]:
    """Return the edition with the sponsor who is booked for its day, and all that is wrong with the file.

    What keeps a sponsor out who is booked for that day, or may be, is an error; the rest is a warning. Nobody is booked
    for the correction of a letter.
    """
    if corrected(edition.id):
        return edition, []
    day = edition_date(edition.id)
    problems = [*file.problems, *(problem for booking in file.bookings for problem in _of_day(booking, day))]
    booked = [sponsor for sponsor in file.sponsors if day and sponsor.is_booked(day)]
    if not booked:
        return edition, problems
    missing = [*_booked_twice(edition, booked), *_left_out(edition, booked[0])]
    return replace(edition, sponsor=booked[0]), [*problems, *missing]


def _of_day(booking: Booking, day: date | None) -> Iterator[Problem]:
    """Yield the problems of a booking, as warnings where it is surely of other days."""
    is_other = day is not None and not booking.may_be_of(day)
    for problem in booking.problems:
        yield replace(problem, severity=Severity.WARNING) if is_other else problem


def _booked_twice(edition: Edition, booked: Sequence[Sponsor]) -> Iterator[Problem]:
    for other in booked[1:]:
        what = f"{edition.id} is booked already (line {booked[0].mark.line}), and a letter has one sponsor"
        yield Problem(FILE, other.mark, what, "change the days of one of the two")


def _left_out(edition: Edition, sponsor: Sponsor) -> Iterator[Problem]:
    if "sponsor" in edition.without:
        what = f"`without` leaves out the sponsor who is booked for {edition.id} ({FILE}, line {sponsor.mark.line})"
        remedy = f"take `sponsor` out of it, or change the days of the booking in {FILE}"
        yield Problem(edition.file, edition.mark_of("without"), what, remedy)


NO_FILE = Bookings(
    (), (Problem(FILE, START, "the file cannot be read", "see that you may read it, and save it as plain text"),)
)
"""What is said of a file that is there and cannot be read: somebody may be booked in it."""
