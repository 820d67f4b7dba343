"""Scheduling: our lines are ours, others' stay byte for byte, and nothing is written in doubt."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from researcher.errors import ConfigError
from researcher.schedule import crontab, systemd
from researcher.schedule.call import Call, this_program
from tests.desk import Desk

OTHERS = (
    b"# mine\nMAILTO=me@example.org\n*/5 * * * * /bin/true \xff % odd\\%bytes\n\n#end, no block"
)
LIKE_CRONTAB = """\
#!/bin/sh
# What crontab does with its spool, as far as a caller can see it.
cd "{folder}" || exit 9
[ -f broken ] && {{ cat broken >&2; exit 1; }}
case "$1" in
-l) [ -f spool ] || {{ echo "no crontab for $(id -un)" >&2; exit 1; }}; cat spool ;;
-r) rm spool ;;
-) cat > new
   [ -f refuse ] && {{ echo '"-":0: bad minute' >&2; exit 1; }}
   [ -z "$(tail -c1 new)" ] || {{ echo 'new crontab file is missing newline' >&2; exit 1; }}
   mv new spool ;;
*) exit 2 ;;
esac
"""


ANALYZE = shutil.which("systemd-analyze") or ""


class Cron:
    """A crontab that a test may look into: the real one of a scratch user, or one that acts so."""

    def __init__(self, program: Path, folder: Path) -> None:
        """Use `program`; the files beside it make it fail."""
        self.program = program
        self.folder = folder

    def text(self) -> bytes | None:
        """Return what stands there; None for no crontab."""
        done = subprocess.run([str(self.program), "-l"], capture_output=True, check=False)
        return None if done.returncode else done.stdout

    def put(self, text: bytes) -> None:
        """Put a crontab there."""
        subprocess.run([str(self.program), "-"], input=text, check=True, capture_output=True)


def _executable(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture(params=["real", "alike"])
def cron(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cron]:
    """Yield a crontab that is nobody's."""
    if request.param == "alike":
        text = LIKE_CRONTAB.format(folder=tmp_path)
        yield Cron(_executable(tmp_path / "crontab", text), tmp_path)
        return
    real = shutil.which("crontab")
    if not real or os.getuid() != 0:
        pytest.skip("needs a crontab binary, and root to use it for another user")
    script = f'#!/bin/sh\nexec {real} -u nobody "$@"\n'
    made = Cron(_executable(tmp_path / "crontab", script), tmp_path)
    if made.text() is not None:
        pytest.skip("the user nobody has a crontab")
    yield made
    subprocess.run([real, "-u", "nobody", "-r"], capture_output=True, check=False)


@pytest.fixture
def alike(tmp_path: Path) -> Cron:
    """Return a crontab that can be made to fail."""
    return Cron(_executable(tmp_path / "crontab", LIKE_CRONTAB.format(folder=tmp_path)), tmp_path)


def desk_of(cron: Cron, folder: Path) -> Desk:
    """Return a desk that uses that crontab."""
    desk = Desk(folder)
    desk.settings("")
    desk.environment["RESEARCHER_CRONTAB"] = str(cron.program)
    return desk


def test_a_crontab_is_installed_and_removed(cron: Cron, tmp_path: Path) -> None:
    """Others' entries survive byte for byte, twice is once, and there is a copy."""
    desk = desk_of(cron, tmp_path)
    cron.put(OTHERS + b"\n")
    before = cron.text()
    assert before is not None
    refused = desk.run("schedule", "install")
    assert (refused.code, "--yes" in refused.err, cron.text()) == (2, True, before)
    done = desk.run("schedule", "install", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "+# BEGIN researcher" in done.out
    after = cron.text()
    assert after is not None
    assert after.startswith(before)
    assert after.count(b"# BEGIN researcher") == 1
    (copy,) = (desk.data / "backups").iterdir()
    assert (copy.read_bytes(), copy.stat().st_mode & 0o777) == (before, 0o600)
    assert "nothing to change" in desk.run("schedule", "install", "--yes").out
    assert json.loads(desk.run("schedule", "status", "--json").out)["cron"] == "installed"
    cron.put(after + b"# added below\n")
    assert desk.run("schedule", "install", "--yes", "--at", "9").code == 0
    assert desk.run("schedule", "remove", "--yes").code == 0
    assert cron.text() == before + b"# added below\n"
    assert "nothing is installed" in desk.run("schedule", "remove", "--yes").out


def test_who_had_none_has_none_afterwards(cron: Cron, tmp_path: Path) -> None:
    """And none is made by looking."""
    desk = desk_of(cron, tmp_path)
    assert desk.run("schedule", "status").out.startswith("cron: not installed")
    assert cron.text() is None
    assert desk.run("schedule", "install", "--yes").code == 0
    assert desk.run("schedule", "remove", "--yes").code == 0
    assert cron.text() is None


def test_nothing_is_written_when_what_is_there_is_unknown(alike: Cron, tmp_path: Path) -> None:
    """Whatever `crontab -l` says but "no crontab" may hide entries of others."""
    desk = desk_of(alike, tmp_path)
    alike.put(b"# mine\n")
    for why in ("You (me) are not allowed to use this program", "", "Permission denied"):
        (tmp_path / "broken").write_text(why)
        for command in ("install", "remove"):
            done = desk.run("schedule", command, "--yes")
            assert (done.code, "nothing was changed" in done.err) == (2, True)
        assert "unknown" in desk.run("schedule", "status").out
        (tmp_path / "broken").unlink()
        assert alike.text() == b"# mine\n"


def test_a_refused_crontab_leaves_the_old_one(alike: Cron, tmp_path: Path) -> None:
    """And the reason is told."""
    desk = desk_of(alike, tmp_path)
    alike.put(b"# mine\n")
    (tmp_path / "refuse").touch()
    done = desk.run("schedule", "install", "--yes")
    assert (done.code, "bad minute" in done.err) == (2, True)
    assert alike.text() == b"# mine\n"


@pytest.mark.parametrize(
    "marks",
    [
        b"# BEGIN researcher\n1 2 3 4 5 x\n",
        b"# END researcher\n# BEGIN researcher\n",
        b"# BEGIN researcher\n# END researcher\n# BEGIN researcher\n# END researcher\n",
    ],
)
def test_marks_that_are_not_one_pair_are_left_to_the_user(marks: bytes) -> None:
    """Nobody can tell which lines are whose."""
    with pytest.raises(ConfigError, match="crontab -e"):
        crontab.without(OTHERS + b"\n" + marks)


def _call(folder: Path, **environment: str) -> Call:
    return this_program(environment, folder, hour=6, zone="Europe/Berlin")


def test_the_entry_is_absolute_and_odd(tmp_path: Path) -> None:
    """The full path, the environment in the line itself, an odd minute, a log; % escaped."""
    call = _call(tmp_path / "a b%", RESEARCHER_CONFIG="x'y.toml", GITHUB_TOKEN="hunter2")
    line = crontab.block(call).decode().splitlines()[2]
    minute, hours = line.split()[:2]
    assert int(minute) % 2 == 1
    assert hours == "6-23/4"
    assert "hunter2" not in line
    assert r"a b\%/run.log" in line
    assert not re.search(r"(?<!\\)%", line)
    assert "RESEARCHER_CONFIG=" in line
    assert crontab.block(call) == crontab.block(call)


def test_a_shell_runs_the_line_as_it_is_meant(tmp_path: Path) -> None:
    """Quotes and blanks in paths arrive; what is said reaches cron and the log."""
    odd = tmp_path / "it's $HOME & more"
    odd.mkdir()
    program = _executable(odd / "researcher", '#!/bin/sh\necho "$1 $RESEARCHER_CONFIG" >&2\n')
    call = Call(
        command=(str(program), "run"),
        environment=(("RESEARCHER_CONFIG", f"{odd}/c.toml"),),
        log=odd / "run.log",
    )
    line = crontab.block(call).decode().splitlines()[2].split(None, 5)[5].replace(r"\%", "%")
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/bin:/usr/bin"},
    )
    assert done.stdout == f"run {odd}/c.toml\n"
    assert call.log.read_text() == done.stdout


def test_control_characters_cannot_enter_a_schedule(tmp_path: Path) -> None:
    """A line break in a variable would be another entry."""
    with pytest.raises(ConfigError, match="RESEARCHER_CONTACT"):
        _call(tmp_path, RESEARCHER_CONTACT="a@example.org\n* * * * * evil")


SYSTEMCTL = """\
#!/bin/sh
echo "$*" >> "{folder}/asked"
[ -f "{folder}/down" ] && {{ echo "Failed to connect to bus" >&2; exit 1; }}
case "$2" in is-active) [ -f "{folder}/on" ] || exit 3 ;; enable) touch "{folder}/on" ;;
disable) rm -f "{folder}/on" ;; esac
"""


@pytest.fixture
def timers(alike: Cron, tmp_path: Path) -> Desk:
    """Return a desk with a systemctl that keeps what it was asked."""
    desk = desk_of(alike, tmp_path)
    program = _executable(tmp_path / "systemctl", SYSTEMCTL.format(folder=tmp_path))
    desk.environment["RESEARCHER_SYSTEMCTL"] = str(program)
    return desk


def test_units_are_installed_and_removed(timers: Desk, tmp_path: Path) -> None:
    """Written, started, shown by status, taken away; neighbours stay."""
    where = tmp_path / "xdg" / "systemd" / "user"
    where.mkdir(parents=True)
    (where / "other.timer").write_text("[Timer]\n")
    done = timers.run("schedule", "install", "--systemd", "--yes")
    assert done.code == 0
    assert (tmp_path / "asked").read_text().splitlines()[-2:] == [
        "--user daemon-reload",
        "--user enable --now researcher.timer",
    ]
    assert "systemd: installed\n" in timers.run("schedule", "status").out
    assert "nothing to change" in timers.run("schedule", "install", "--systemd", "--yes").out
    assert "then" in timers.run("schedule", "install", "--systemd", "--yes", "--at", "9").out
    assert timers.run("schedule", "remove", "--yes").code == 0
    assert sorted(path.name for path in where.iterdir()) == ["other.timer"]
    assert not (tmp_path / "on").exists()


def test_a_unit_of_somebody_else_is_not_touched(timers: Desk, tmp_path: Path) -> None:
    """One of our name that we did not make."""
    where = tmp_path / "xdg" / "systemd" / "user"
    where.mkdir(parents=True)
    (where / "researcher.service").write_text("[Service]\nExecStart=/bin/true\n")
    for command in (["install", "--systemd"], ["remove"]):
        done = timers.run("schedule", *command, "--yes")
        assert (done.code, "not made by researcher" in done.err) == (2, True)
    assert "true" in (where / "researcher.service").read_text()


def test_a_machine_without_a_user_systemd_is_told(timers: Desk, tmp_path: Path) -> None:
    """The units are there, and the sentence says what is left to do."""
    (tmp_path / "down").touch()
    done = timers.run("schedule", "install", "--systemd", "--yes")
    assert (done.code, "Failed to connect to bus" in done.err) == (2, True)
    assert "does not run it" in timers.run("schedule", "status").out


@pytest.mark.skipif(not ANALYZE, reason="needs systemd-analyze")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """Its own checker finds nothing, odd paths and zones included."""
    call = _call(tmp_path / "a b", RESEARCHER_CONFIG='/x "y" 100% $z.toml')
    for name, text in systemd.units(call).items():
        (tmp_path / name).write_text(text)
        done = subprocess.run(
            [ANALYZE, "verify", "--user", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        )
        complaints = [line for line in done.stderr.splitlines() if name in line]
        assert complaints == []
    when = re.search(r"OnCalendar=(.*)", systemd.units(call)["researcher.timer"])
    assert when is not None
    subprocess.run([ANALYZE, "calendar", when[1]], check=True, capture_output=True)


def test_secrets_are_not_written_and_that_is_said(alike: Cron, tmp_path: Path) -> None:
    """A scheduled run would miss them without a word."""
    desk = desk_of(alike, tmp_path)
    done = desk.run("schedule", "install", "--yes", RESEARCHER_SMTP_PASSWORD="hunter2")
    assert "RESEARCHER_SMTP_PASSWORD is not written" in done.err
    assert b"hunter2" not in (alike.text() or b"")
    desk.settings('timezone = "Asia/Tokyo"\n[mail]\npassword_command = ["my-own-pass", "x"]\n')
    assert "write my-own-pass with its whole path" in desk.run("schedule", "install", "--yes").err
    assert "not in Asia/Tokyo" in desk.run("schedule", "install", "--yes").err


def test_print_is_the_default_and_changes_nothing(alike: Cron, tmp_path: Path) -> None:
    """The block, or the units with where they go."""
    desk = desk_of(alike, tmp_path)
    assert desk.run("schedule").out == desk.run("schedule", "print", "--cron").out
    assert desk.run("schedule", "print").out.startswith("# BEGIN researcher\n")
    assert "ExecStart=/" in desk.run("schedule", "print", "--systemd").out
    assert alike.text() is None
    missing = desk.run("schedule", "install", "--yes", RESEARCHER_CRONTAB="/no/such/crontab")
    assert (missing.code, "--systemd" in missing.err) == (2, True)


def test_at_a_terminal_it_is_asked_first(alike: Cron, tmp_path: Path) -> None:
    """No means that nothing is done."""
    desk = desk_of(alike, tmp_path)
    refused = desk.answer("n\n", "schedule", "install")
    assert (refused.code, alike.text()) == (130, None)
    assert "+# BEGIN researcher" in refused.out
    assert desk.answer("y\n", "schedule", "install").code == 0
    assert (alike.text() or b"").startswith(b"# BEGIN researcher")
