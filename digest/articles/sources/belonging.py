"""Which pages a source tells of, and which of its entries is about a page, whatever form addresses have. Pure."""

from urllib.parse import urlsplit

from digest.page_name import page_name


def belongs(page: str, prefix: str) -> bool:
    """Return whether the address of a page begins with `prefix`, at a whole part of its path."""
    name, start = page_name(page), page_name(prefix)
    return name == start or (name.startswith(start) and name[len(start)] in "/?")


def home_of(address: str) -> str:
    """Return the address of the front page of the host that `address` is on."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"


def is_about(link: str, page: str, *, by_slug: bool) -> bool:
    """Return whether an entry that leads to `link` is about `page`: it has the same name.

    A system that was asked by the last part of an address (`by_slug`) may know its pages under another host than the
    site that shows them; that part must be the same then.
    """
    if page_name(link) == page_name(page):
        return True
    (host, slug), (own_host, own_slug) = map(_host_and_slug, (link, page))
    return by_slug and host != own_host and bool(slug) and slug == own_slug


def _host_and_slug(address: str) -> tuple[str, str]:
    host, _, path = page_name(address).partition("?")[0].partition("/")
    return host, path.rpartition("/")[2]
