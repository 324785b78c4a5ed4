"""The command `candidates`: what the next edition could be made of, as lines to paste into its file."""

from typing import TYPE_CHECKING

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.terminal import complain, print_json, print_problems

if TYPE_CHECKING:
    from digest.editing.candidates import Candidate, FoundCandidates


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(short_help="List what the next edition could be made of")(candidates)


def candidates(context: typer.Context, edition: EditionArgument = None, as_json: JsonOption = False) -> None:
    """List the links of the inbox, and what the newsroom's sources published since the last edition.

    Each is a line to paste below `picks:` in the edition's file. Those that were sent already, or are in the file,
    stand behind # and do nothing there. No page is read. A source that cannot be read is said, and the others are
    listed; all of it takes twenty seconds at most.

    Example: digest candidates 2026-11-27
    """
    from digest.app.inbox import candidates as finder

    with open_newsroom(context, looks=True) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        found = finder(newsroom).of(edition_id)
        if as_json:
            print_json(_as_dict(found))
            return
    print_problems(found.problems)
    _print(found)


def _print(found: "FoundCandidates") -> None:
    from digest.calendar.words import short_day
    from digest.edition.pick_line import INDENT

    since = f"{found.since:%a} {short_day(found.since)}"
    typer.echo(f"{INDENT}# for {found.edition}: the inbox, and what was published since {since}")
    for group in found.groups:
        if group.fault:
            complain(f"{group.origin}: {group.fault}")
            continue
        typer.echo(f"\n{INDENT}# {group.origin}: {len(group.candidates) or 'nothing new'}")
        for one in group.candidates:
            typer.echo(_line(one))


def _line(one: "Candidate") -> str:
    from digest.edition.pick_line import pick_line

    marks = ["in the file already" if one.is_picked else "", f"sent in {one.sent_in}" if one.sent_in else ""]
    day = f"{one.published:%Y-%m-%d}" if one.published else ""
    return pick_line(one.url, [*marks, one.note, one.title, day, one.by], is_left_out=not one.is_free)


def _as_dict(found: "FoundCandidates") -> dict[str, object]:
    from digest.problem import problems_as_dicts

    return {
        "edition": found.edition,
        "since": found.since.isoformat(),
        "groups": [
            {
                "from": group.origin,
                "fault": group.fault,
                "candidates": [
                    {
                        "url": one.url,
                        "title": one.title,
                        "published": one.published.isoformat() if one.published else None,
                        "topics": list(one.topics),
                        "note": one.note,
                        "added": one.added,
                        "by": one.by,
                        "sent_in": one.sent_in,
                        "picked": one.is_picked,
                    }
                    for one in group.candidates
                ],
            }
            for group in found.groups
        ],
        "problems": problems_as_dicts(found.problems),
    }
