"""The program `annals`. The processes that help it load this module again: the commands are loaded only where they are run."""


def main() -> None:
    """Runs the command that the command line names."""
    from scripts.cli import main as run

    run()
