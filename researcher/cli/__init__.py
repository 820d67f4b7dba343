"""The command line: arguments, printing, exit codes. Nothing else prints.

Exit codes: 0 ok, 1 unexpected, 2 usage or configuration, 3 the digest was made but something is
missing because it failed, 4 nothing could be fetched, 5 delivery, 75 another run is at work, 130
interrupted.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from difflib import get_close_matches

import click

from researcher import __version__
from researcher.errors import (
    BusyError,
    ConfigError,
    DeliveryError,
    NothingFetchedError,
    ResearcherError,
)

COMMANDS = {
    "digest": "Research a company and print the digest.",
    "demo": "The whole job on an invented company's archived site, with no network.",
    "init": "Write a settings file in which everything is explained.",
    "config": "The settings: config path, show, edit, validate, schema.",
    "add": "Follow a company, or the interviews of a calendar.",
    "list": "Every company that is followed, and what comes next.",
    "edit": "Change what you gave of a company.",
    "pause": "Be silent on a company for a while.",
    "resume": "End a pause.",
    "remove": "Follow a company no more; its history stays.",
    "schedule": "Start `run` on its own: schedule print, install, remove, status.",
    "run": "Do what is due, send what is new, and say nothing otherwise.",
    "show": "Print what is known of a company, now or on an earlier day.",
    "diff": "Print what changed at a company, with the quotes.",
    "history": "Print every look at a company and what came of it.",
    "asked": "Say which questions you asked: they never come back.",
    "export": "Print what is remembered as JSON, Markdown or CSV.",
    "purge": "Delete what is old.",
    "forget": "Delete a company and all that is known of it.",
    "explain": "Show why a finding is in a digest, or why a candidate is not.",
    "send": "Send one company's mail now, to an address or a file.",
    "mail": "Check the mail settings: mail test.",
    "read": "Show what is read of a page: its text, blocks and dates.",
    "sources": "Every source: whether it is on, why, and its terms.",
    "doctor": "Check this machine: versions, extras, settings.",
}
"""Every command and its one line of help; the module of the same name holds it."""

_EXAMPLES = """\
Examples:

  researcher demo
  researcher digest https://example.com --cv cv.pdf --job posting.html
  researcher digest example.com --role "Data engineer" --format text
  researcher digest example.com --record proof.warc.gz
  researcher digest example.com --replay proof.warc.gz --as-of 2026-11-23
"""


class Examples(click.Command):
    """A command whose help shows its examples before its options."""

    def __init__(self, *args: object, examples: str = "", **settings: object) -> None:
        """Take the examples, one command a line."""
        super().__init__(*args, **settings)  # type: ignore[arg-type]
        self.examples = examples

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the options."""
        if self.examples:
            with formatter.section("Examples"):
                formatter.write("".join(f"  {line}\n" for line in self.examples.splitlines()))
        super().format_options(ctx, formatter)


class Commands(click.Group):
    """The commands, each imported only when it is called: `--help` must be instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a new user needs them."""
        # Not list(): once imported, the module of that command bears the name here.
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"researcher.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; on a typo, name the nearest one."""
        if args and args[0] not in COMMANDS:
            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = f" Did you mean '{near[0]}'?" if near else ""
            if "." in args[0] or "/" in args[0]:
                meant = f" To research an address: researcher digest {args[0]}"
            raise click.UsageError(f"There is no command '{args[0]}'.{meant}")
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples before everything but the purpose."""
        formatter.write(
            "Reads a company's own pages and news, and writes the questions\n"
            "that only a prepared candidate asks. Every statement is locked to a quote.\n\n"
        )
        formatter.write(_EXAMPLES + "\n")
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])
        self.format_options(ctx, formatter)
        formatter.write("\n'researcher COMMAND --help' tells the options of each.\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options alone: the commands stand above."""
        click.Command.format_options(self, ctx, formatter)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="researcher")
def commands() -> None:
    """Reads a company's own pages and news, and writes the candidate's questions."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; every error is one sentence on standard error."""
    try:
        code = commands.main([*arguments], prog_name="researcher", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stderr.write(error.ctx.get_help() + "\n" if error.ctx else "")
        return 2
    except click.ClickException as error:
        # Not error.show(): the usage line buries the one sentence that says what to do.
        return _say(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        return _say("Interrupted.", 130)
    except ConfigError as error:
        return _say(str(error), 2)
    except NothingFetchedError as error:
        return _say(str(error), 4)
    except DeliveryError as error:
        return _say(str(error), 5)
    except BusyError as error:
        return _say(str(error), 75)
    except ResearcherError as error:
        return _say(str(error), 1)
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing is wrong.
        sys.stderr.close()
        return 0
    except Exception as error:
        if "-v" in arguments or "--verbose" in arguments:
            raise
        return _say(
            f"Unexpected {type(error).__name__}: {error}. Please report it with the output of -v.",
            1,
        )
    return code if isinstance(code, int) else 0


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"researcher: {' '.join(sentence.split())}\n")
    return code
