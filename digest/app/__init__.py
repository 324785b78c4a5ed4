"""The one place where real things are made and joined: the container, its paths, the web application.

No rule lives here.
"""
