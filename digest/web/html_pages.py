"""The HTML of pages for editors and operators, out of a folder of templates: in English, as the commands are."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


class HtmlPages:
    """Renders the templates in `folder`; `title` is what the newsroom calls its digest."""

    def __init__(self, folder: Path, title: str) -> None:
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals["digest"] = title

    def render(self, name: str, /, **values: object) -> str:
        """Return page `name` as HTML."""
        return self._environment.get_template(f"{name}.html.jinja").render(**values)

    def style(self) -> str:
        """Return the one style sheet of these pages."""
        return (self._folder / "style.css").read_text(encoding="utf-8")

    def file(self, name: str) -> str:
        """Return a file that is no template, such as a script."""
        return (self._folder / name).read_text(encoding="utf-8")
