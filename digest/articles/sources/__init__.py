"""Sources that are not pages: what a feed or an editorial system tells of an article. A new kind is one module."""
