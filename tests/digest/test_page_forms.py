"""The forms that publishers give one page are one page; what only looks like such a form is another."""

import pytest

from digest.page_name import page_name

_ONE = [
    # of newspapers
    ("https://www.bbc.com/news/amp/world-europe-47568227", "https://www.bbc.com/news/world-europe-47568227"),
    ("https://www.bbc.co.uk/news/amp/articles/clymn8zyrp9o", "https://www.bbc.com/news/articles/clymn8zyrp9o"),
    ("https://www.bbc.com/persian/articles/c4gp0qz7w1ko.amp", "https://www.bbc.com/persian/articles/c4gp0qz7w1ko"),
    ("https://m.bbc.co.uk/news/uk-politics-52806086", "https://www.bbc.co.uk/news/amp/uk-politics-52806086"),
    ("https://amp.cnn.com/cnn/2025/03/27/tech/apple-ai", "https://www.cnn.com/2025/03/27/tech/apple-ai/index.html"),
    ("https://edition.cnn.com/2025/03/27/tech/apple-ai", "https://www.cnn.com/2025/03/27/tech/apple-ai"),
    ("https://amp.theguardian.com/world/article", "https://www.theguardian.com/world/article"),
    ("https://www.nytimes.com/2026/11/20/world/vote.amp.html", "https://mobile.nytimes.com/2026/11/20/world/vote.html"),
    ("https://mobile.reuters.com/article/amp/idUSKBN29U00R", "https://www.reuters.com/article/idUSKBN29U00R"),
    ("https://www.washingtonpost.com/world/2026/11/20/vote/?outputType=amp", "https://www.washingtonpost.com/world/2026/11/20/vote"),
    ("https://www.washingtonpost.com/amphtml/world/2026/11/20/vote", "https://www.washingtonpost.com/world/2026/11/20/vote"),
    ("https://www.theverge.com/platform/amp/2021/4/15/22386533/ios", "https://www.theverge.com/2021/4/15/22386533/ios"),
    ("https://www.rferl.org/amp/russia-clampdown/32469127.html", "https://www.rferl.org/a/russia-clampdown/32469127.html"),
    ("https://www.svoboda.org/amp/25134362.html", "https://www.svoboda.org/a/25134362.html"),
    ("https://www.voanews.com/amp/bypassing/6511104.html", "https://www.voanews.com/a/bypassing/6511104.html"),
    ("https://amp.dw.com/de/russland-wahl/a-68117411", "https://m.dw.com/de/russland-wahl/a-68117411?maca=de-rss"),
    ("https://m.faz.net/aktuell/ticket-18857107.amp.html", "https://www.faz.net/aktuell/ticket-18857107.html"),
    ("https://amp.focus.de/lego_id_92942238.html", "https://m.focus.de/lego_id_92942238.html"),
    ("https://m.bild.de/sport/bubi-83936220.bildMobile.html", "https://www.bild.de/sport/bubi-83936220.bild.html"),
    ("https://www.mdr.de/nachrichten/landstolz-100~amp.html", "https://www.mdr.de/nachrichten/landstolz-100.html"),
    ("https://www.sueddeutsche.de/politik/wahl-1.6543210!amp", "https://www.sueddeutsche.de/politik/wahl-1.6543210"),
    ("https://www.spiegel.de/ausland/wahl-a-0a1b2c3d-0000-4000-8000-1a2b3c4d5e6f-amp", "https://www.spiegel.de/ausland/wahl-a-0a1b2c3d-0000-4000-8000-1a2b3c4d5e6f"),
    ("https://m.winfuture.de/news/142489", "https://winfuture.de/news,142489.html"),
    ("https://www.abc.es/espana/punto-20260425145127-nts_amp.html", "https://www.abc.es/espana/punto-20260425145127-nts.html"),
    ("https://www.thenation.com/article/activism/ups-iowa/tnamp/", "https://www.thenation.com/article/activism/ups-iowa/"),
    ("https://www.hankookilbo.com/news/article/amp/A2026071220290000630", "https://www.hankookilbo.com/news/article/A2026071220290000630"),
    ("https://m.haberturk.com/son-durum-haberler-3700095-amp", "https://www.haberturk.com/son-durum-haberler-3700095"),
    ("https://www.ntv.com.tr/amp/turkiye/sorusturmasi-1695518", "https://www.ntv.com.tr/turkiye/sorusturmasi-1695518"),
    ("https://www.mirror.co.uk/news/uk-riots-live-33386398.amp", "https://www.mirror.co.uk/news/uk-riots-live-33386398"),
    ("https://techcrunch.com/2024/04/28/vendors/amp/", "https://techcrunch.com/2024/04/28/vendors/"),
    ("https://www.dailymail.co.uk/news/article-9876543/amp/Vote.html", "https://www.dailymail.co.uk/news/article-9876543/Vote.html?ito=1490"),
    ("https://www.ndtv.com/india-news/vote-1234567/amp/1", "https://www.ndtv.com/india-news/vote-1234567"),
    ("https://m.timesofindia.com/city/park/amp_articleshow/134246574.cms", "https://timesofindia.indiatimes.com/city/park/articleshow/134246574.cms"),
    ("https://www.tasnimnews.com/amp/fa/news/1404/09/05/3123456/x", "https://www.tasnimnews.com/fa/news/1404/09/05/3123456/x"),
    ("https://meduza.io/en/amp/feature/2026/11/20/vote", "https://meduza.io/en/feature/2026/11/20/vote"),
    ("https://m.lenta.ru/news/2026/11/20/vote/", "https://lenta.ru/news/2026/11/20/vote/"),
    ("https://www.sohu.com/a/712345678_120", "https://m.sohu.com/a/712345678_120?spm=smpc.home.top-news1.1.1640"),
    ("https://m.163.com/news/article/JK8L2M3N0514R9OJ.html", "https://www.163.com/news/article/JK8L2M3N0514R9OJ.html"),
    # of pages that no newspaper makes
    ("https://mobile.twitter.com/reader/status/123?s=20&t=abc", "https://x.com/reader/status/123"),
    ("https://youtu.be/dQw4w9WgXcQ?si=abc", "https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    ("https://m.facebook.com/page/posts/1", "https://www.facebook.com/page/posts/1?mibextid=x"),
    ("https://fa.m.wikipedia.org/wiki/ایران", "https://fa.wikipedia.org/wiki/ایران"),
    ("https://www.thetimes.com/world/article/vote-abc?shareToken=1", "https://www.thetimes.com/world/article/vote-abc"),
    ("https://t.me/s/meduzalive/123", "https://t.me/meduzalive/123"),
    ("https://reader.blogspot.com/2026/11/vote.html?m=1", "https://reader.blogspot.com/2026/11/vote.html"),
    # as any site may
    ("https://example.org/2026/harvest/index.html", "https://example.org/2026/harvest"),
    ("https://example.org/index.htm?page=2", "https://example.org/?page=2"),
    ("https://example.org/harvest.html/amp", "https://example.org/harvest.html"),
    ("https://example.org/news/the-long-harvest/amp", "https://example.org/news/the-long-harvest"),
    ("https://example.org/новости/совет-принял-бюджет/amp", "https://example.org/новости/совет-принял-бюджет"),
    ("https://mobile.example.org/2026/harvest", "https://m.example.org/2026/harvest"),
    ("https://amp.example.org/news/harvest", "https://example.org/news/harvest"),
    ("https://example.org/a;jsessionid=1A2B.node1?id=5", "https://example.org/a?id=5&PHPSESSID=77"),
    ("https://example.org/a;utm_source=x;id=5/b", "https://example.org/a;id=5/b"),
    ("https://example-org.turbopages.org/turbo/example.org/s/2026/harvest", "https://example.org/2026/harvest"),
    ("https://example-org.turbopages.org/example.org/s/2026/harvest", "https://example.org/2026/harvest"),
    ("https://yandex.ru/turbo/example.org/s/2026/harvest?id=5", "https://example.org/2026/harvest?id=5"),
    ("https://www-example-org.mipcdn.com/c/s/www.example.org/2026/harvest", "https://example.org/2026/harvest"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), _ONE)
def test_the_forms_of_one_page_have_one_name(one: str, other: str) -> None:
    assert page_name(one) == page_name(other)


_TWO = [
    ("https://example.org/topics/amp", "https://example.org/topics"),
    ("https://example.org/topics/music-and-sound/amp", "https://example.org/topics/music-and-sound"),
    ("https://example.org/tag/2026-vote-count/amp", "https://example.org/tag/2026-vote-count"),
    ("https://example.org/guitars/amp", "https://example.org/guitars"),
    ("https://example.org/2026/amp", "https://example.org/2026"),
    ("https://example.org/2026/11/amp", "https://example.org/2026/11"),
    ("https://example.org/2026-11-24/amp", "https://example.org/2026-11-24"),
    ("https://example.org/%D0%902026/amp", "https://example.org/%D0%902026"),
    ("https://example.org/x.amp", "https://example.org/x"),
    ("https://example.org/reviews/marshall.amp", "https://example.org/reviews/marshall"),
    ("https://example.org/reviews/fender-champion-1965-amp", "https://example.org/reviews/fender-champion-1965"),
    ("https://example.org/reviews/best-small-tube_amp.html", "https://example.org/reviews/best-small-tube.html"),
    ("https://example.org/123456/fender-champion-amp", "https://example.org/123456/fender-champion"),
    ("https://example.org/amp/reviews/marshall", "https://example.org/reviews/marshall"),
    ("https://example.org/amp/about.html", "https://example.org/about.html"),
    ("https://example.org/reviews/amp/best-small-tube", "https://example.org/reviews/best-small-tube"),
    ("https://example.org/news/amp/clymn8zyrp9o", "https://example.org/news/clymn8zyrp9o"),
    ("https://example.org/cnn/2026/harvest", "https://example.org/2026/harvest"),
    ("https://example.org/a/harvest.html", "https://example.org/harvest.html"),
    ("https://example.org/index/harvest", "https://example.org/harvest"),
    ("https://example.org/myindex.html", "https://example.org/my"),
    ("https://example.org/index.php", "https://example.org/"),
    ("https://m.example.org/", "https://example.org/"),
    ("https://m.example.org/about", "https://example.org/about"),
    ("https://m.example/2026/harvest", "https://example/2026/harvest"),
    ("https://mobile.example.org/contact.html", "https://example.org/contact.html"),
    ("https://translated.turbopages.org/proxy_u/example.org/s/2026/harvest", "https://example.org/2026/harvest"),
    ("https://yandex.ru/turbo/example.org/s/2026/harvest", "https://yandex.ru/turbo/example.org/s/2026/river"),
    ("https://sm.example.org/2026/harvest", "https://example.org/2026/harvest"),
    ("https://www.bbc.com/news/amp", "https://www.bbc.com/news"),
    ("https://www.bbc.co.uk/news", "https://www.bbc.com/news"),
    ("https://edition.cnn.com/world", "https://www.cnn.com/world"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcR"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://vimeo.com/shorts/dQw4w9WgXcQ"),
    ("https://youtu.be/about", "https://www.youtube.com/about"),
    ("https://en.m.wikipedia.org/wiki/A", "https://fa.m.wikipedia.org/wiki/A"),
    ("https://t.me/s/meduzalive", "https://t.me/meduzalive"),
    ("https://example.org/a;id=5", "https://example.org/a;id=6"),
    ("https://example.org/a;session", "https://example.org/a"),
    ("https://example.org/q?a=1&a=2", "https://example.org/q?a=2&a=1"),
    ("https://example.org/q?id[]=2&id[]=1", "https://example.org/q?id[]=1&id[]=2"),
    ("https://example.org/q?si=5", "https://example.org/q"),
    ("https://example.org/q?sh=law", "https://example.org/q"),
    ("https://example.org/q?m=1", "https://example.org/q"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), _TWO)
def test_what_only_looks_like_a_form_of_a_page_is_another(one: str, other: str) -> None:
    assert page_name(one) != page_name(other)
