"""Joins the two doors of the inbox on the newsroom's own web: for editorial systems, and for editors at the desk."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.inbox import candidates, inbox_tokens, link_inbox
from digest.editing.link_inbox import InboxDoor
from digest.edition.inbox_link import Given, from_bookmarklet
from digest.ports.process import Clock
from digest.storage.inbox_file import LinkInboxFile
from digest.web.desk.inbox import InboxService
from digest.web.inbox import Strangers, inbox_route
from subscribers.web.throttle import Throttle
from subscribers.web.visitor import visitor


def inbox_door(newsroom: Newsroom, clock: Clock, missing: Callable[[Request], Response]) -> Route:
    """Return the door of editorial systems, which is `missing` while nobody has a token."""
    throttle, proxies = Throttle(), newsroom.settings.web.trusted_proxies

    def is_counted(request: Request) -> bool:
        return throttle.count(visitor(request, proxies), proven=True, now=clock.now()).allowed

    door = InboxDoor(LinkInboxFile(newsroom.folder), inbox_tokens(newsroom), clock)
    return inbox_route(door, Strangers(missing, is_counted))


def inbox_of_desk(current: CurrentNewsroom) -> InboxService:
    """Return what the desk's page of the inbox does: a link is saved in the name of an editor."""

    def save(given: Given, editor: str) -> bool:
        return link_inbox(current()).add([given], from_bookmarklet(editor)).new > 0

    return InboxService(
        save,
        lambda: candidates(current()).waiting(),
        lambda: candidates(current()).would_tidy(),
        lambda pages: candidates(current()).tidy(pages),
    )
