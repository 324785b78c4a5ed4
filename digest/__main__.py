"""`python -m digest`: the command `digest`, where its script is not on the path."""

from digest.cli.main import main

if __name__ == "__main__":
    main()
