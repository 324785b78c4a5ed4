"""From an edition to its letter: view, blocks, templates, MJML, HTML, text, and the last checks.

Pure but for reading templates.
"""
