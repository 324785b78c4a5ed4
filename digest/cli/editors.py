"""Commands about editors and the passphrases with which they enter the desk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.plain_help import Commands
from digest.cli.terminal import complain, print_json, say

if TYPE_CHECKING:
    from digest.edition.editor import Editor
    from digest.operating.editors import EditorAccess, EditorState

app = Commands(
    help="The editors of digest.toml, and the passphrases with which they enter the desk.",
    epilog="Example: digest editors add anna",
    rich_markup_mode=None,
    short_help="Editors, and their passphrases for the desk",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of an editor, as in digest.toml.")]


@app.callback(invoke_without_command=True)
def editors(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the editors: what each may do, whether they have a passphrase, and the day of their last login."""
    if context.invoked_subcommand:
        return
    with _access(context, looks=True) as access:
        states = access.states()
    if as_json:
        print_json([_as_dict(state) for state in states])
        return
    for state in states:
        say(_line(state))
    if not states:
        say("digest.toml names no editors; add a table [editors.anna] there")


_ANEW = "sessions, links in proofs and approvals of before count no more"


@app.command(short_help="Give an editor a passphrase")
def add(
    context: typer.Context,
    name: Name,
    passphrase_stdin: Annotated[
        bool, typer.Option("--passphrase-stdin", help="Read it as one line of standard input, and ask nothing.")
    ] = False,
    generate: Annotated[bool, typer.Option("--generate", help="Make a good one and print it, this once.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Give an editor of digest.toml a passphrase for the desk, or another one.

    They begin anew with it: their sessions end, and links in proofs and approvals of before
    count no more, for they may be another's.

    It is asked for twice and not shown. At least 12 signs, not counting their name and the
    words of the title; only a hash of it is kept, in the database.

    Example: digest editors add anna
    """
    from digest.errors import DigestError

    if generate and passphrase_stdin:
        raise DigestError("say either --generate or --passphrase-stdin")
    with _access(context) as access:
        editor = access.named(name)
        made = None
        if generate:
            made, was_known = access.generate(editor)
        else:
            was_known = access.keep(editor, _one_line() if passphrase_stdin else _asked_twice(access, editor))
    if as_json:
        print_json({"editor": editor.name, "passphrase": made})
        return
    what = f"has a new passphrase; {_ANEW}" if was_known else "has a passphrase"
    say(f"{editor.name} {what}" + ("; shown this once:" if made else ""))
    if made:
        say(f"  {made}")


@app.command(short_help="Take an editor's passphrase away")
def remove(context: typer.Context, name: Name, as_json: JsonOption = False) -> None:
    """Take an editor's passphrase away and end all their sessions and links in proofs at once.

    What they approved does not count any more. Who is taken out of digest.toml is out at once
    too, and so is their word; this is for good, also where the name is given to another.

    Example: digest editors remove anna
    """
    with _access(context) as access:
        whom = access.remove(name)
    if as_json:
        print_json({"editor": whom, "removed": True})
    else:
        say(f"{whom} has no passphrase any more; {_ANEW}")


@contextmanager
def _access(context: typer.Context, *, looks: bool = False) -> "Iterator[EditorAccess]":
    from digest.app.desk import editor_access

    with open_newsroom(context, looks=looks) as newsroom:
        yield editor_access(newsroom)


def _one_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _asked_twice(access: "EditorAccess", editor: "Editor") -> str:
    """Ask a person for a new passphrase until one will do and is typed twice alike."""
    from digest.errors import DigestError

    if not sys.stdin.isatty():
        raise DigestError("nobody is at a terminal to type a passphrase; add --passphrase-stdin, or --generate")
    while True:
        typed: str = typer.prompt(f"passphrase of {editor.name}", hide_input=True, err=True)
        if fault := access.fault(editor, typed):
            complain(fault)
        elif typer.prompt("the same once more", hide_input=True, err=True) == typed:
            return typed
        else:
            complain("the two differ; type it again")


def _line(state: "EditorState") -> str:
    if not state.is_named:
        return f"{state.name}: no editor of digest.toml any more; `digest editors remove {state.name}`"
    may = f"may {', '.join(state.may)}" if state.may else "gets mail only"
    passphrase = "has a passphrase" if state.has_passphrase else "has no passphrase"
    login = f", last logged in on {state.last_login}" if state.last_login else ""
    return f"{state.name}: {may}; {passphrase}{login}"


def _as_dict(state: "EditorState") -> dict[str, object]:
    return {
        "name": state.name,
        "may": state.may,
        "passphrase": state.has_passphrase,
        "last_login": state.last_login,
        "in_settings": state.is_named,
    }
