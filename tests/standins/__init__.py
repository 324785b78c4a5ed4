"""Stand-ins for the world outside: a newspaper's site, its readers. Tools in their own right, usable by hand."""
