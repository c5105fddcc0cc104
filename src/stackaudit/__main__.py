"""``python -m stackaudit``: the same program as ``stackaudit``, for where the command is not on the path."""

from stackaudit.cli import main

if __name__ == "__main__":
    main()
