"""The database and the edition files: the only code that writes SQL or edition files."""
