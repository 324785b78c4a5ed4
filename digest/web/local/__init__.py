"""Local pages: what a command shows in the browser of whoever sits at this very machine, and to nobody else.

A local page is a few Starlette routes; everything that keeps others out stands around all of them, so that no route has
to remember it. How a command gets one:

1. its routes, in a module of this package, made from what the composition passes in. A page is answered with
   `answers.page` (our own HTML; `scripts=True` lets our own scripts run and ask us), a letter with `answers.letter`
   at an address of its own, which the page shows in `<iframe sandbox="" src="…">`. HTML comes from
   `digest.web.html_pages.HtmlPages.render`, out of `templates/local/`, each of which extends `frame.html.jinja`;
2. a function in `digest/app/` that returns `digest.app.local_site.open_local_site(pages, routes, port, complain)`;
3. a command in `digest/cli/` that calls `digest.cli.local_site.run_local_site`, which says what address to open, opens
   a browser where there is one, and ends with Ctrl-C.

What the guard promises (`guard.Guard`): 127.0.0.1 alone; `Host` is ours (DNS rebinding); nothing without the cookie
that the start address is exchanged for; nothing that another site, or another port of this machine, asked the browser
for; POST from our own pages alone. Every answer has the headers of `answers.HEADERS` unless it says more strictly.
Nothing is logged: an address may hold a token, and letters hold readers.
"""
