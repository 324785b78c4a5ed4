"""Pages of the web that can be told to fail, for whoever reads picked pages."""

from digest.articles.model import Article
from digest.errors import PageUnreadable


class FakePages:
    """Every page there is says the same, but for those that are `broken`; `asked` are the addresses in order."""

    def __init__(self, broken: frozenset[str] = frozenset()) -> None:
        self.asked: list[str] = []
        self.broken = broken

    def read(self, url: str) -> Article:
        self.asked.append(url)
        if url in self.broken:
            raise PageUnreadable("the site answers 404 Not Found")
        return Article(url=url, title="Read", summary="Read from the page.")


def quiet(_done: int, _of: int) -> None:
    """Watch nothing."""
