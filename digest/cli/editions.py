"""Commands about editions before they are sent: lock, fmt, build."""

import os
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.terminal import print_json, print_problems, progress, say
from digest.counted import counted

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.editing.build import Built
    from digest.editing.draft import Draft

EditionArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="EDITION", help="The edition's date, such as 2026-11-27, or its file; default: the next one due."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class Channel(StrEnum):
    """Where an edition may be published beside the mail."""

    TELEGRAM = "telegram"


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Read the picked pages, once")(lock)
    app.command(short_help="Write an edition's file in its tidy form")(fmt)
    app.command(short_help="Write the letter as it would be sent")(build)


def open_newsroom(context: typer.Context, *, quiet: bool = False, looks: bool = False) -> "Newsroom":
    """Open the newsroom the command is about and print the warnings of its settings, unless `quiet`.

    A command that only `looks` makes no database where none is.
    """
    from digest.app.container import Newsroom
    from digest.app.looking import newsroom_to_look_at
    from digest.app.paths import find_newsroom

    folder = find_newsroom(context.obj, os.environ)
    newsroom = newsroom_to_look_at(folder, os.environ) if looks else Newsroom(folder)
    if not quiet:
        print_problems(newsroom.warnings)
    return newsroom


def edition_or_next(newsroom: "Newsroom", edition: str | None) -> str:
    """Return the id of the edition named, by its date or its file, or of the next one due.

    Raises `NotUnderstood` for what can be the name of none.
    """
    from digest.app.named_edition import edition_named
    from digest.calendar.edition_id import read_edition_id
    from digest.calendar.plan import next_edition
    from digest.errors import NotUnderstood

    if edition:
        named = edition_named(edition, newsroom.folder)
        if read_edition_id(named) is None:
            raise NotUnderstood(newsroom.editions.missing(named))
        return named
    return next_edition(newsroom.settings.schedule.plan, newsroom.clock.now())


def lock(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="EDITION|PICK",
            help="The edition's date; then picks, each by its number, or a part of its address or headline; default: "
            "all of the next edition due.",
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Read pages again that were read before, and show what changed on them.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show where each word of the cards comes from, and what else there is.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the picked pages once and write down what they say, in editions/DATE.lock.json.

    Sections with `fill` get the newest articles of the newsroom's sources first, as picks in the edition's file: look
    at them, and change what you like.

    Example: digest lock 2026-11-27 3 --update
    """
    from digest.app.inbox import filler
    from digest.app.services import Services
    from digest.cli.locked_pages import print_changes, print_explained, print_filled, print_picks
    from digest.problem import in_order, stop_the_letter

    with open_newsroom(context, looks=True) as newsroom:
        edition, picks = edition_and_picks(names or [])
        if picks and not (update or explain):
            raise typer.BadParameter(f"“{picks[0]}” is no edition's date; to name a pick, add --update or --explain")
        edition_id, services = edition_or_next(newsroom, edition), Services(newsroom)
        filled = filler(newsroom).fill(edition_id)
        with progress("reading pages", as_json) as watch:
            chosen = picks if update else None
            found = services.checker().lock_and_check(edition_id, services.pages(), watch, chosen, renew=True)
        found = replace(found, problems=tuple(in_order([*found.problems, *filled.problems])))
        if as_json:
            print_picks(found, picks, filled)
            return
        print_filled(filled)
        if not stop_the_letter(found.problems):  # else they are said at the end
            print_problems(found.problems)
        print_changes(found)
        if explain:
            print_explained(found, picks)
        if found.edition is not None and not any(found.edition.picks()):
            say(f"edition {found.edition.id} has no picks, so there is no page to read")
        elif found.edition is not None:
            say(
                f"editions/{found.edition.id}.lock.json holds {len(found.lock.picks)} of "
                f"{counted(len(list(found.edition.picks())), 'picked page')}"
            )
        found.sound()


def edition_and_picks(names: list[str]) -> tuple[str | None, list[str]]:
    """Return the edition that the first name is, if it looks like one, and the names behind it, which are of picks."""
    from digest.app.named_edition import is_edition_named

    is_edition = bool(names) and is_edition_named(names[0])
    return (names[0], names[1:]) if is_edition else (None, names)


def fmt(context: typer.Context, edition: EditionArgument = None, as_json: JsonOption = False) -> None:
    """Write the file of an edition in its safe, tidy form; what it means stays the same.

    Text gets quotes, addresses their https://, lists their dashes, each line its place; comments and the order
    stay. What was changed is listed. A file that cannot be read without an
    error is left as it is, and the errors are shown.

    Example: digest fmt 2026-11-27
    """
    from digest.editing.tidy import tidy

    with open_newsroom(context, looks=True) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        changes = tidy(newsroom.editions, edition_id)
        if as_json:
            print_json({"edition": edition_id, "changes": [asdict(change) for change in changes]})
            return
        for change in changes:
            for number, line in enumerate(change.before, change.line):
                say(f"{number:>6} - {line}")
            for line in change.after:
                say(f"       + {line}")
        name = f"editions/{edition_id}.yaml"
        lines = counted(sum(max(len(change.before), len(change.after)) for change in changes), "line")
        say(f"{name} is tidy now: {lines} changed" if changes else f"{name} is tidy already; nothing was changed")


def build(
    context: typer.Context,
    edition: EditionArgument = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder to write to; default: data/build/EDITION.")
    ] = None,
    channel: Annotated[
        Channel | None,
        typer.Option("--as", metavar="telegram", help="Write posts for a channel, to be published by hand, instead."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the letter as it would be sent: letter.html, letter.txt, letter.mjml, subject.txt and report.json.

    With problems it is a draft, marked as one, which cannot be sent; all of them are listed, and the exit code is 2.

    --as telegram writes telegram-1.txt and so on, each a post of at most 4,096 characters.

    Example: digest build 2026-11-27 --out /tmp/letter
    """
    from digest.app.builds import write_build

    with open_newsroom(context, looks=True) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        found = draft_of(newsroom, edition_id, quiet=as_json)
        if channel:
            _write_posts(newsroom, found.letters(), out, as_json=as_json)
            return
        if found.is_stopped:
            _write_draft(newsroom, found, out, as_json=as_json)
        built = found.letters()
        file = write_build(newsroom, built, out)
        if as_json:
            print_json(built.report())
            return
        print_problems(built.problems)
        html = built.letters[0].html
        say(f"edition {edition_id}: {len(html.encode()):,} bytes of HTML, fingerprint {built.fingerprint[:12]}")
        say(f"Look at {file}; the readers' own links are put in when it is sent.")


def _write_draft(newsroom: "Newsroom", found: "Draft", out: Path | None, *, as_json: bool) -> None:
    """Write the draft of an edition that problems stop; whoever calls tells these."""
    from digest.app.builds import write_draft
    from digest.app.services import Services

    draft = Services(newsroom).drafts().marked(found)
    file = write_draft(newsroom, draft, out)
    if not as_json:
        say(f"edition {draft.edition}: a draft, marked as one; it cannot be sent before its problems are gone")
        say(f"Look at {file}")


def _write_posts(newsroom: "Newsroom", built: "Built", out: Path | None, *, as_json: bool) -> None:
    from digest.app.builds import write_posts
    from digest.editing.channel import telegram

    posts = telegram(built)
    files = write_posts(newsroom, built, posts, out)
    if as_json:
        print_json({"edition": built.edition, "posts": posts, "files": [str(file) for file in files]})
        return
    print_problems(built.problems)
    say(f"edition {built.edition}: {counted(len(posts), 'post')} for Telegram; publish them in their order")
    for file in files:
        say(f"  {file}")


def draft_of(newsroom: "Newsroom", edition_id: str, *, quiet: bool) -> "Draft":
    """Read the unread pages of an edition, check and build it."""
    from digest.app.services import Services

    with progress("reading pages", quiet) as watch:
        return Services(newsroom).drafts().draft(edition_id, watch)
