"""Opens the outbox of a newsroom for whoever looks at it: no database, no key, no transport."""

from collections.abc import Callable, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from digest.app.container import Newsroom
from digest.app.local_site import local_pages, open_local_site
from digest.app.paths import OUTBOX, PICTURE_PATH, picture_folder
from digest.ports.outbox import Mailbox
from digest.storage.outbox_folder import OutboxFolder
from digest.web.local.outbox import OutboxPages
from digest.web.local.own_pages import OwnPages
from digest.web.local.serving import is_serving
from digest.web.local.site import LocalSite


def mailboxes_of(newsroom: Newsroom) -> Sequence[Mailbox]:
    """Return the folders of the outbox with letters, the one with the newest letter first."""
    return OutboxFolder(newsroom.folder / OUTBOX).mailboxes()


def open_outbox(newsroom: Newsroom, port: int, complain: Callable[[str], None]) -> LocalSite:
    """Take `port`, or a free one where it is 0, for a newsroom's letters; raises `DigestError` when it is taken."""
    settings = newsroom.settings
    html = local_pages(settings.digest.title)
    pictures = (settings.pictures.base_url or settings.digest.base_url + PICTURE_PATH,)
    own = OwnPages(
        settings.digest.base_url,
        pages_here(settings.digest.base_url, settings.web.host, settings.web.port),
        pictures,
        picture_folder(newsroom.folder, settings.pictures.folder),
        is_serving,
    )
    outbox = OutboxPages(OutboxFolder(newsroom.folder / OUTBOX), html, own, settings.delivery.transport)
    return open_local_site(html, outbox.routes(), port, complain)


def pages_here(base_url: str, host: str, port: int) -> str:
    """Return where this machine answers the newsroom's pages: the base_url if that is here, else where it listens."""
    if is_loopback(urlsplit(base_url).hostname or ""):
        return base_url
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not listened at
    return f"http://[{own}]:{port}" if ":" in own else f"http://{own}:{port}"


def is_loopback(host: str) -> bool:
    """Return whether a host name or IP address is this machine to itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
