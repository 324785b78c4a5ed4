"""Commands about the inbox: links that wait for an edition, and the tokens with which a system may add some."""

from typing import Annotated

import typer

from digest.calendar.words import short_day
from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.plain_help import Commands
from digest.cli.terminal import print_json, say

app = Commands(
    help="Links that wait for an edition, in editions/inbox.yaml; `digest candidates` lists them.",
    epilog="Example: digest inbox token wordpress",
    no_args_is_help=True,
    rich_markup_mode=None,
    short_help="Links that wait for an edition",
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The token's name, such as wordpress.")]


@app.command(short_help="Put a link into the inbox")
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of the page.")],
    note: Annotated[str, typer.Option(metavar="WORDS", help="What to remember about it.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Put a link into the inbox, editions/inbox.yaml; the rest of the file stays as it is.

    Nothing is fetched. An address that is there already is not written twice.

    Example: digest inbox add https://example.org/a --note "the lead?"
    """
    from dataclasses import asdict

    from digest.app.inbox import link_inbox
    from digest.edition.inbox_link import BY_HAND, Given

    with open_newsroom(context, looks=True) as newsroom:
        (link,), new = link_inbox(newsroom).add([Given(url, note)], BY_HAND)
    if as_json:
        told = {name: value for name, value in asdict(link).items() if name != "mark"}
        print_json({**told, "new": bool(new)})
        return
    say(f"in the inbox{'' if new else ' already'}: {link.url}")


@app.command(short_help="Take out what was sent")
def tidy(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be taken out; change nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take the links out of the inbox that an edition had which went out; the rest of the file stays as it is.

    What has a comment beside it, or right above it, stays, and so do links of editions that were cancelled or are
    under way.

    Example: digest inbox tidy --dry-run
    """
    from digest.app.inbox import candidates

    with open_newsroom(context, looks=True) as newsroom:
        found = candidates(newsroom)
        result = found.would_tidy() if dry_run else found.tidy()
    gone, stay = [link.url for link in result.taken], [link.url for link in result.left]
    if as_json:
        print_json({"taken": gone, "left": stay, "dry_run": dry_run})
        return
    for url in gone:
        say(f"{'would be taken out' if dry_run else 'taken out'}: {url}")
    for url in stay:
        say(f"stays, with what is written beside it: {url}")
    if not gone and not stay:
        say("Nothing in the inbox was sent yet.")


@app.command(short_help="Make a token for an editorial system")
def token(context: typer.Context, name: NameArgument, as_json: JsonOption = False) -> None:
    """Make a token with which an editorial system may add links to the inbox, and can do nothing else.

    It is shown once, and kept nowhere: put it where the system keeps its secrets. The system sends it to /inbox of
    the newsroom's pages, as docs/operators.md says.

    Example: digest inbox token wordpress
    """
    from digest.app.inbox import inbox_tokens
    from digest.editing.link_inbox import new_token

    with open_newsroom(context) as newsroom:
        made = new_token(inbox_tokens(newsroom), name, newsroom.clock)
        base = newsroom.settings.digest.base_url
    if as_json:
        print_json({"name": name, "token": made, "url": f"{base}/inbox"})
        return
    typer.echo(made)
    say(f"The token `{name}` is shown this once. A link is sent with it by POST to {base}/inbox:")
    say("  Authorization: Bearer TOKEN")
    say('  {"url": "https://...", "note": "..."}')


@app.command(short_help="List the tokens")
def tokens(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the tokens of editorial systems: name, when it was made, when it was last used; never the token itself.

    Example: digest inbox tokens
    """
    from digest.app.inbox import inbox_tokens

    with open_newsroom(context, looks=True) as newsroom:
        listed = inbox_tokens(newsroom).listed()
    if as_json:
        print_json(
            [
                {
                    "name": one.name,
                    "made_at": one.made_at.isoformat(),
                    "used_at": one.used_at.isoformat() if one.used_at else None,
                }
                for one in listed
            ]
        )
        return
    for one in listed:
        used = f"last used {short_day(one.used_at)} {one.used_at:%H:%M} UTC" if one.used_at else "never used"
        say(f"{one.name}  made {short_day(one.made_at)}, {used}")
    if not listed:
        say("There are no tokens; make one with `digest inbox token NAME`.")


@app.command(short_help="Make a token worthless")
def revoke(context: typer.Context, name: NameArgument, as_json: JsonOption = False) -> None:
    """Make a token worthless, at once; links that came with it stay in the inbox.

    Example: digest inbox revoke wordpress
    """
    from digest.app.inbox import inbox_tokens
    from digest.editing.link_inbox import revoke_token

    with open_newsroom(context) as newsroom:
        revoke_token(inbox_tokens(newsroom), name)
    if as_json:
        print_json({"revoked": name})
        return
    say(f"the token `{name}` opens nothing any more")
