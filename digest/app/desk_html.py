"""The HTML of the desk, out of the program's own `templates/desk/`: in English, as commands are."""

from collections.abc import Callable

from starlette.routing import BaseRoute

from digest.app.paths import program_templates
from digest.web.assets import asset
from digest.web.desk.visit import Visit
from digest.web.html_pages import HtmlPages


class DeskHtml:
    """Renders the pages of the desk of the digest called `title`; each says the `remark` on its settings of then."""

    def __init__(self, title: str, remark: Callable[[], str] = lambda: "") -> None:
        self._remark = remark
        self.pages = HtmlPages(program_templates() / "desk", title)

    def render(self, name: str, /, **values: object) -> str:
        """Return page `name` as HTML."""
        return self.pages.render(name, settings_remark=self._remark(), **values)

    def refusal(self, visit: Visit, heading: str, why: str, back: str, text: str = "") -> str:
        """Return the page that says that nothing was done, and why; `back` is where to go on.

        A `text` that somebody typed stands on it, to be copied: it may be kept nowhere.
        """
        return self.render("not_done", visit=visit, heading=heading, why=why, back=back, text=text)

    def assets(self) -> list[BaseRoute]:
        """Return the routes of the files that pages share; they hold nothing of anybody."""
        return [
            asset("/desk/style.css", "text/css", self.pages.style()),
            asset("/desk/desk.js", "text/javascript", self.pages.file("desk.js")),
            asset("/desk/drag.js", "text/javascript", self.pages.file("drag.js")),
        ]
