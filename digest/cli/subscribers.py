"""Commands about the list of subscribers: import, list, stats, snippet.

Nothing prints an address unless --show-addresses is given.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.exit_codes import ExitCode
from digest.cli.plain_help import Commands
from digest.cli.terminal import complain, print_counts, print_json, print_json_rows, progress, say, say_all

if TYPE_CHECKING:
    from subscribers.policy.csv_text import CellFault
    from subscribers.policy.model import Subscriber

app = Commands(
    help="Who may be written to, and the proof of it.",
    epilog="Example: digest subscribers list --status confirmed",
    no_args_is_help=True,
    rich_markup_mode=None,
    short_help="Who may be written to, and proof of it",
)

ShowAddresses = Annotated[
    bool, typer.Option("--show-addresses", help="Print readers' addresses. Mind who looks over your shoulder.")
]
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why; it is kept on record and must not hold an address.")]


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.csv", help="CSV with the columns address, language, confirmed_at; or an export."),
    ],
    source: Annotated[
        str, typer.Option(metavar="WORDS", help='Where the list comes from, such as "Mailchimp, 2026-11".')
    ],
    wording: Annotated[
        str, typer.Option(metavar="VERSION", help="The version of the privacy policy these readers agreed to.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Import readers who agreed elsewhere. A row without proof of consent is refused; nobody who left comes back.

    Ends with exit code 3 when rows were refused, each of which is named.

    Example: digest subscribers import a.csv --source Ghost --wording 2
    """
    from subscribers.services.import_export import Evidence, Progress, import_csv

    evidence, found = Evidence(source.strip(), wording.strip()), Progress()
    faults: dict[str, list[dict[str, str | int]]] = {"refusals": [], "warnings": []}
    with (
        open_newsroom(context) as newsroom,
        _opened(file) as (lines, size),
        progress("importing", quiet=as_json) as watch,
    ):
        for found in import_csv(newsroom.store, lines, evidence, newsroom.clock.now()):
            if as_json:
                faults["refusals"] += map(asdict, found.refusals)
                faults["warnings"] += map(asdict, found.warnings)
            else:
                _complain_of(file, "refused", found.refusals)
                _complain_of(file, "warning", found.warnings)
            watch(found.rows, size)
    counts = {
        "rows": found.rows,
        "added": found.added,
        "confirmed": found.confirmed,
        "unchanged": found.unchanged,
        "refused": found.refused,
    }
    if as_json:
        print_json(counts | faults)
    else:
        say(f"imported {file.name}")
        print_counts(counts)
    if found.refused:
        raise typer.Exit(ExitCode.NEEDS_A_LOOK)


def _complain_of(file: Path, severity: str, faults: "Iterable[CellFault]") -> None:
    for fault in faults:
        complain(f"{file}:{fault.line}:{fault.column}: {severity}: {fault.reason}")


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Iterator[str], int]]:
    """Open a list as its lines, with the number of its rows for the progress bar."""
    from digest.errors import DigestError, InputProblems
    from digest.problem import Mark, Problem
    from subscribers.policy.csv_text import NotAList
    from subscribers.services.list_file import open_list

    try:
        with open_list(file) as opened:
            yield opened
    except NotAList as error:
        places = [(Mark(fault.line, fault.column), fault.reason.partition("; ")) for fault in error.faults]
        raise InputProblems([Problem(str(file), mark, what, remedy) for mark, (what, _, remedy) in places]) from None
    except OSError as error:
        raise DigestError(
            f"{file} cannot be read ({error.strerror}); see that it exists and that you may read it"
        ) from None


@app.command("list")
def list_(
    context: typer.Context,
    status: Annotated[
        str | None,
        typer.Option(metavar="STATUS", help="Only those who are requested, confirmed, unsubscribed or erased."),
    ] = None,
    show_addresses: ShowAddresses = False,
    reason: Reason = "",
    as_json: JsonOption = False,
) -> None:
    """List subscribers: id, status, language, and whether they are suppressed.

    With addresses only for a reason, which is recorded.

    Example: digest subscribers list --status confirmed
    """
    from digest.errors import NotUnderstood
    from subscribers.policy.model import Status
    from subscribers.services.staff_access import StaffAccess

    if status is not None and status not in set(Status):
        raise NotUnderstood(f"there is no status `{status}`; use one of {', '.join(Status)}")
    wanted = Status(status) if status else None
    with open_newsroom(context, looks=True) as newsroom:
        people: Iterable[tuple[Subscriber, str]] = ((person, "") for person in newsroom.store.subscribers(wanted))
        if show_addresses:
            access = StaffAccess.for_reason(newsroom.store, reason, newsroom.clock.now())
            people = access.list_with_addresses(wanted)
        rows = (_row(person) | ({"address": address} if show_addresses else {}) for person, address in people)
        if as_json:
            print_json_rows(rows)
            return
        say_all("  ".join(row.values()).rstrip() for row in rows)


def _row(person: "Subscriber") -> dict[str, str]:
    suppressed = person.suppressed or ""
    return {"id": person.id, "status": str(person.status), "language": person.language, "suppressed": suppressed}


@app.command()
def stats(context: typer.Context, as_json: JsonOption = False) -> None:
    """Count subscribers by status; `suppressed` counts the confirmed whose address must not be mailed.

    And what forms came to today.

    Example: digest subscribers stats
    """
    from subscribers.services.counts import count_all

    with open_newsroom(context, looks=True) as newsroom:
        found = count_all(newsroom.store, newsroom.clock.now().date())
        if as_json:
            print_json({**found.subscribers, "forms_today": found.forms})
            return
        print_counts(found.subscribers)
        if found.forms:
            say("forms today (UTC)")
            print_counts(found.forms)


@app.command()
def snippet(
    context: typer.Context,
    language: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="The language of the form: en, ru, uk; default: the digest's own.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Print a sign-up form to copy into any page of the newsroom.

    It needs no script; the sign-up page asks for the rest.

    Example: digest subscribers snippet --language uk
    """
    from digest.app.looks import pages_of

    with open_newsroom(context, looks=True) as newsroom:
        form = pages_of(newsroom).render("snippet", language).strip()
        if as_json:
            print_json({"html": form})
        else:
            say(form)
