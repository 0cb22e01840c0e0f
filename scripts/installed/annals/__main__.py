"""python -m annals: for those whose PATH lacks the folder of the command."""

from . import main

if __name__ == "__main__":
    main()
