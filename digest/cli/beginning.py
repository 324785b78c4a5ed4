"""Commands by which something begins: init, new; and schema, for the programs in which editions are written."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.terminal import print_json, say

if TYPE_CHECKING:
    from digest.app.first_settings import Surroundings


class Described(StrEnum):
    """What there is a schema of."""

    EDITIONS = "editions"
    SETTINGS = "settings"


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(short_help="Make a newsroom")(init)
    app.command(short_help="Begin the file of the next edition")(new)
    app.command(short_help="Print what can stand in an edition's file, for programs")(schema)


def init(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="The newsroom's folder, made if need be; default: --newsroom, else here."),
    ] = None,
    title: Annotated[str, typer.Option(metavar="NAME", help="The letter's name.")] = "",
    language: Annotated[str, typer.Option(metavar="CODE", help="Its language: en, ru or uk.")] = "",
    schedule: Annotated[str, typer.Option(metavar="WHEN", help='When it goes out: "friday 07:00 Europe/Riga".')] = "",
    sender: Annotated[str, typer.Option(metavar="SENDER", help="Its sender: a name, and an address in < >.")] = "",
    contact: Annotated[str, typer.Option(metavar="ADDRESS", help="The address where readers reach a person.")] = "",
    postal_address: Annotated[str, typer.Option(metavar="WORDS", help="The publisher's postal address.")] = "",
    privacy_policy: Annotated[str, typer.Option(metavar="URL", help="The page with the privacy policy.")] = "",
    base_url: Annotated[str, typer.Option(metavar="URL", help="Where readers find the letter's own pages.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; take the default where no option answers.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a newsroom: settings, keys for the readers' addresses, and a sample edition to look at.

    On a terminal it asks eight questions and writes the answers into digest.toml; each has an option, for scripts.
    Where nobody can be asked, what no option answers is left to be filled in. What exists is never touched.
    With --json nobody is asked.

    Example: digest init our-letter
    """
    from digest.app.new_newsroom import is_newsroom, key_file_of
    from digest.app.paths import new_newsroom_folder
    from digest.cli.asking import is_somebody_there

    options = {
        "title": title,
        "language": language,
        "schedule": schedule,
        "sender": sender,
        "contact": contact,
        "postal_address": postal_address,
        "privacy_policy": privacy_policy,
        "base_url": base_url,
    }
    folder = new_newsroom_folder(folder, context.obj, os.environ)
    given = {name: answer.strip() for name, answer in options.items() if answer.strip()}
    begins = not is_newsroom(folder)
    is_asked = begins and not (yes or as_json) and is_somebody_there()
    made = _begin(folder, given, yes=yes, is_asked=is_asked) if begins else _complete(folder, given)
    if as_json:
        keys = key_file_of(folder, os.environ)
        print_json({"newsroom": str(folder.resolve()), "made": made, "keys": str(keys)})
        return
    if not _say_made(folder, made):
        say(f"{folder.resolve()} is a newsroom already; nothing was changed")
    if is_asked:
        _offer_first_reader(folder)
    if begins:
        _say_next(folder, is_filled_in=is_asked or yes)


def _complete(folder: Path, given: Mapping[str, str]) -> list[str]:
    """Make what a newsroom lacks that has its settings; return what was made."""
    from digest.app.new_newsroom import make_newsroom
    from digest.errors import DigestError

    if given:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise DigestError(f"{folder.resolve()} has a digest.toml already; change it there, and leave {options} out")
    return make_newsroom(folder, os.environ)


def _begin(folder: Path, given: Mapping[str, str], *, yes: bool, is_asked: bool) -> list[str]:
    """Ask what is not given, if anybody is asked, and make a newsroom of it; return what was made."""
    from digest.app.first_settings import settings_text, surroundings, with_defaults
    from digest.app.new_newsroom import first_files, make_newsroom
    from digest.cli.asking import ask_all

    around = surroundings(folder)
    _refuse_faults(given, around)
    answers = ask_all(given, around) if is_asked else with_defaults(given, around) if yes else given
    text = settings_text(answers, around.now.date())
    return make_newsroom(folder, os.environ, first_files(folder, text, os.environ, around.now))


def _refuse_faults(given: Mapping[str, str], around: "Surroundings") -> None:
    """Raise `DigestError` for what the options say that digest.toml could not hold, all of it at once."""
    from digest.app.first_settings import fault_of_answer
    from digest.errors import DigestError

    faults = {name: fault_of_answer(name, answer, around) for name, answer in given.items()}
    if lines := [
        f"--{name.replace('_', '-')}: {line}" for name, fault in faults.items() for line in fault.splitlines()
    ]:
        raise DigestError("\n".join(lines))


def _say_made(folder: Path, made: list[str]) -> bool:
    """Say what was made; return whether that was anything."""
    from digest.app.new_newsroom import key_file_of

    keys = key_file_of(folder, os.environ)
    for name in made:
        say(f"made {folder / name}")
    if any(folder / name == keys for name in made):
        say(f"Keep a copy of {keys} in a safe place:")
        say("without it no address can be read again.")
    return bool(made)


def _offer_first_reader(folder: Path) -> None:
    """Ask whether somebody is to be the first reader; no answer is an answer."""
    from digest.app.container import Newsroom
    from digest.cli.first_reader import ask_to_confirm, typed_address

    try:
        say()
        if typer.confirm("Be its first reader yourself, for a test?", default=False):
            with Newsroom(folder) as newsroom:
                ask_to_confirm(newsroom, typed_address())
    except typer.Abort:
        say()


def _say_next(folder: Path, *, is_filled_in: bool) -> None:
    say()
    if not is_filled_in:
        say(f"Next: in {folder.resolve()}, fill in digest.toml, then run `digest check`.")
        return
    say(f"Next, in {folder.resolve()}:")
    say("  digest build   makes a letter of the sample, to look at")
    say("  digest check   says what is wrong with an edition")
    say("  digest new     begins the file of the edition after it")


def new(
    context: typer.Context,
    day: Annotated[
        str | None,
        typer.Argument(
            metavar="DATE", help="The day it goes out, or its file; default: the next letter that has no file."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Begin the file of an edition, with the sections of the last one and without its picks.

    Names, order and looks of the sections stay; comments say what to write. A file that is there is never touched.
    A day that is skipped has no letter: it is passed over, and refused where it is named.

    Example: digest new 2026-12-04
    """
    from digest.app.named_edition import edition_named
    from digest.editing.new import begin_edition

    with open_newsroom(context, looks=True) as newsroom:
        named = edition_named(day, newsroom.folder) if day else None
        plan, skipped = newsroom.settings.schedule.plan, newsroom.reports.skipped()
        begun = begin_edition(newsroom.editions, plan, newsroom.clock.now(), named, skipped)
        if as_json:
            print_json({"edition": begun.id, "file": f"editions/{begun.id}.yaml", "sections_of": begun.like})
            return
        sections = f"with the sections of {begun.like}" if begun.like else "with three usual sections"
        say(f"editions/{begun.id}.yaml begins {sections}.")
        say("Put in a subject and the addresses of your articles, then:")
        say(f"  digest check {begun.id}")


def schema(
    context: typer.Context,
    of: Annotated[
        Described, typer.Argument(metavar="[editions|settings]", help="Of what: editions, or settings (digest.toml).")
    ] = Described.EDITIONS,
    write: Annotated[
        bool, typer.Option("--write", help="Write both into the newsroom's folder, where the files' first lines point.")
    ] = False,
) -> None:
    """Print the JSON Schema of editions or of digest.toml (draft 2020-12).

    `digest init` puts both into the folder `schema` of a newsroom; --write does it again after an update. With them
    VS Code (extensions YAML and Even Better TOML) completes keys, explains them, and marks what is wrong.

    Example: digest schema settings
    """
    from digest.app.paths import find_newsroom
    from digest.app.schemas import schema_text, write_schemas

    if not write:
        typer.echo(schema_text(of), nl=False)
        return
    folder = find_newsroom(context.obj, os.environ)
    for name in write_schemas(folder):
        say(f"wrote {folder / name}")
