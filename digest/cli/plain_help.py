"""The help of commands as people read it: what it does, what its words are, and an example to copy."""

import re
from collections.abc import Callable
from typing import Any

import typer
import typer.core

EXAMPLE = "\n\nExample: "
"""Stands before the last line of what a command says of itself: a whole call of it."""
_TYPE = re.compile(r" <[^>]*>$")


class PlainCommand(typer.core.TyperCommand):
    """A command whose help ends with its example, on a line of its own, however narrow the terminal is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Part the example from the rest."""
        super().__init__(*args, **kwargs)
        self.help, _, example = (self.help or "").partition(EXAMPLE)
        self.example = " ".join(example.split())

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - a list of commands breaks lines, it cuts none
        """Return what a list of commands says of it: its first words, up to the first stop."""
        return self.short_help or re.split(r"[.;:]", " ".join((self.help or "").split()))[0]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments and options, each by the name it has for people."""
        rows = {"argument": list[tuple[str, str]](), "option": list[tuple[str, str]]()}
        for parameter in self.get_params(ctx):
            if record := parameter.get_help_record(ctx):
                is_argument = parameter.param_type_name == "argument"  # after its name comes the type of Python
                name = _TYPE.sub("", record[0]) if is_argument else record[0]
                rows[parameter.param_type_name].append((name, record[1]))
        for title, found in (("Arguments", rows["argument"]), ("Options", rows["option"])):
            if found:
                with formatter.section(title):
                    formatter.write_dl(found)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the example."""
        super().format_epilog(ctx, formatter)
        if self.example:
            with formatter.section("Example"):
                formatter.write(f"  {self.example}\n")


class Commands(typer.Typer):
    """Commands, each with plain help."""

    def command(  # type: ignore[override]  # what it takes besides is the same
        self, name: str | None = None, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Add a command."""
        return super().command(name, **({"cls": PlainCommand} | kwargs))
