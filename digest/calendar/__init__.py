"""When editions are due, and how often readers may get one. Pure."""
