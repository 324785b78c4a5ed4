"""The newsroom's chat, joined: whether there is one, what it hears, and the job that posts to it."""

from collections.abc import Callable

from digest.app.container import Newsroom
from digest.app.secret_values import CHAT_SECRET
from digest.app.services import Services
from digest.calendar.plan import next_window
from digest.fetching.chat_webhook import ChatWebhook
from digest.mailing.chat import post_due
from digest.sending.chat_watch import ChatWatch


def tell_chat(newsroom: Newsroom, log: Callable[[str], None]) -> None:
    """Queue what is new and post what is due, if there is a chat; raises `DigestError` when its address is none."""
    services, clock = Services(newsroom), newsroom.clock
    news = services.chat_news()
    if news is None:
        return
    webhook = ChatWebhook(newsroom.secret(CHAT_SECRET, newsroom.settings.tell.webhook_url_file))
    coming = next_window(newsroom.settings.schedule.plan, clock.now()).edition
    ChatWatch(news, newsroom.reports, newsroom.approvals, newsroom.another_editor).tell(coming, clock.now())
    post_due(news.queue, webhook, clock.now, log)
