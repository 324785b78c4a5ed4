"""What the program promises other programs, held against the running program."""
