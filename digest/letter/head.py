"""Takes out of a letter's head what mrml 6.0.1 writes into every one and no letter of ours needs. Pure.

Margins, the frames of pictures and everything else that mail programs need stand in the tags themselves, because many
drop `<style>`; what Word alone knows stands in a comment for Word (templates/email/style.jinja). What is left over of
mrml's head asks each program for something that it does not know (caniemail.com) or that no page may say (Nu).
"""

import re

_BODY = re.compile(r'<body style="word-spacing:normal;background-color:(#[0-9a-f]{6});?">')
_PLAIN_BODY = (
    r'<body class="paper" style="margin:0;padding:0;background-color:\1;'
    r'-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%">'
)
"""Its class is that of the ground it lies on, so that dark screens know it by that name."""
_RESET = re.compile(r'<style type="text/css">\n#outlook a .*?</style>\n', re.DOTALL)
"""The margins of a page, and what old programs do to tables, pictures and paragraphs that say nothing of themselves."""
_GROUP_FIX = re.compile(r"<!--\[if lte mso 11\]>.*?<!\[endif\]-->\n", re.DOTALL)
"""For Outlook 2003 and tags that our letters do not have."""
_OFFICE = "urn:schemas-microsoft-com:office:office"
_INSTEAD = (
    (f' xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="{_OFFICE}"', ""),
    ("<o:OfficeDocumentSettings>", f'<o:OfficeDocumentSettings xmlns:o="{_OFFICE}">'),
    ('<!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]-->', ""),
    ('<style type="text/css">', "<style>"),
)
"""The names of Office are declared where they are used, which is in Word's comment."""


def plain_head(html: str) -> str:
    """Return a rendered letter without what its head needs not say; a test holds every rule to what mrml writes."""
    head, body, rest = html.partition("<body")
    head = _GROUP_FIX.sub("", _RESET.sub("", head))
    for written, instead in _INSTEAD:
        head = head.replace(written, instead)
    return head + _BODY.sub(_PLAIN_BODY, body + rest, count=1)
