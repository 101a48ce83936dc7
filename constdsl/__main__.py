"""`python -m constdsl` does what `constdsl` does."""

from constdsl.cli.main import main

if __name__ == "__main__":
    main()
