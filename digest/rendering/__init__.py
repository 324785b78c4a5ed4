"""From an edition to the letter's bytes: view, MJML, HTML, text, lint, preflight. Pure, apart from loading templates."""
