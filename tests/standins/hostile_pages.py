"""Pages that are made to take the time and the memory of whoever reads them, and the story that stands in each."""

STORY = (
    b"<html lang=en><head><title>The story</title></head><body><p>"
    + b"Words that tell something. " * 50
    + b"</p></body></html>"
)
_KINDS = {
    "attributes in one tag": b"<p " + b" ".join(b"a%d=''" % n for n in range(60_000)) + b">",
    "attributes in many tags": (b"<p " + b" ".join(b"a%d=''" % n for n in range(9_000)) + b">") * 12,
    "nested divs": b"<div>" * 800_000,
    "links": b"<a href='/x'>word</a> " * 340_000,
    "nested paragraphs": b"<p>" * 330_000,
    "nested lists": b"<ul><li>" * 300_000,
    "nested tables": b"<table><tr><td>" * 200_000,
    "formatting": b"<b><i><a href=x>" * 200_000,
    "entities": b"&amp;&lt;&#x41;" * 500_000,
    "a huge title": b"</p><title>" + b"Words of a title " * 400_000 + b"</title>",
    "json": b'<script type="application/ld+json">' + b'{"a":[' * 500_000 + b"</script>",
    "doubts": b"<" * 4_000_000,
}
HOSTILE = {kind: STORY.replace(b"<p>", b"<p>" + content) for kind, content in _KINDS.items()}
