"""What is answered at one address of the archive, and written into one file of an exported site. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebFile:
    """A page, a feed or a picture.

    `picture_hosts` are the origins a page loads pictures from beside its own; `own_style` says that it has styles of
    its own inside. `indexed` is false where search engines are asked to leave it out.
    """

    body: bytes
    media_type: str
    picture_hosts: tuple[str, ...] = ()
    own_style: bool = False
    indexed: bool = True

    @property
    def policy(self) -> str:
        """Return its Content-Security-Policy (https://www.w3.org/TR/CSP3/): no script, nothing but what it shows."""
        styles = "'self' 'unsafe-inline'" if self.own_style else "'self'"
        pictures = " ".join(("'self'", *self.picture_hosts))
        return f"default-src 'none'; style-src {styles}; img-src {pictures}; form-action 'self'; base-uri 'none'"


def html_file(
    page: str, picture_hosts: tuple[str, ...] = (), *, own_style: bool = False, indexed: bool = True
) -> WebFile:
    """Return a page of HTML."""
    return WebFile(page.encode(), "text/html; charset=utf-8", picture_hosts, own_style, indexed)
