"""Files of reports: whole or as they were, and never a draft left behind."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mockconf.reports.writing import Wish, write
from tests.reports.conftest import Probe

ROOT = Path(__file__).parents[2]
REPORT = ("--report", "json=out")


@pytest.fixture
def out(run: Probe) -> Path:
    """A file that is there already."""
    path = Path("out")
    path.write_text("before")
    return path


def in_a_process(*arguments: str, stdout: int | None = subprocess.PIPE) -> tuple[int, str, str]:
    """Exit code and both outputs of the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.reports.results", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        timeout=20,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_new_file_may_be_read_by_whom_the_umask_lets(run: Probe) -> None:
    before = os.umask(0o027)
    try:
        run(*REPORT)
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("out").stat().st_mode) == 0o640


def test_a_file_that_is_there_keeps_its_permissions(run: Probe, out: Path) -> None:
    out.chmod(0o604)
    run(*REPORT)
    assert stat.S_IMODE(out.stat().st_mode) == 0o604
    assert out.read_text().startswith("{")


def test_the_summary_of_a_step_keeps_what_other_commands_have_said(
    run: Probe, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(out.absolute()))
    run("--report", "markdown=out")
    said = out.read_text()
    assert said.startswith("before\n### mockconf")
    run("--report", "markdown=out")
    assert said.count("### mockconf") < out.read_text().count("### mockconf")


def test_a_link_stays_a_link_and_its_target_is_written(run: Probe, out: Path) -> None:
    Path("sub").mkdir()
    Path("sub/link").symlink_to("../out")
    Path("new").symlink_to("sub/made")
    run("--report", "json=sub/link", "--report", "html=new")
    assert Path("sub/link").is_symlink()
    assert out.read_text().startswith("{")
    assert Path("sub/made").read_text() == "<p>"


def test_two_links_to_one_file_are_one_file(run: Probe, out: Path) -> None:
    Path("link").symlink_to("out")
    assert run(*REPORT, "--report", "html=link").exit_code == 2
    assert out.read_text() == "before"


def test_a_report_that_cannot_be_made_leaves_all_files_as_they_were(run: Probe, out: Path) -> None:
    done = run(*REPORT, "--report", "html=page", "--breaks")
    assert isinstance(done.exception, ZeroDivisionError)
    assert out.read_text() == "before"
    assert [path.name for path in Path().iterdir()] == ["out"]


def test_a_disk_that_fills_up_while_it_is_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("before")
    few_bytes = (resource.RLIMIT_FSIZE, (100, 100))
    done = subprocess.run(
        [sys.executable, "-B", "-m", "tests.reports.results", "--report", f"sarif={out}"],
        preexec_fn=lambda: resource.setrlimit(*few_bytes),
        capture_output=True,
        cwd=ROOT,
        text=True,
        timeout=20,
        check=False,
    )
    says = f"Error: nothing can be written to {out}: File too large\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", says)
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
@pytest.mark.parametrize("path", ["out", "closed/new"])
def test_without_permission_nothing_is_written(run: Probe, out: Path, path: str) -> None:
    out.chmod(0o444)
    Path("closed").mkdir(mode=0o555)
    done = run("--report", f"json={path}")
    assert done.exit_code == 2
    assert "Permission denied" in done.stderr
    assert out.read_text() == "before"


def test_a_pipe_gets_the_report_and_stays_a_pipe(run: Probe) -> None:
    os.mkfifo("pipe")
    with os.fdopen(os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)) as reader:
        run("--report", "html=pipe")
        assert reader.read() == "<p>"
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def test_the_error_output_gets_the_report(tmp_path: Path) -> None:
    code, said, complained = in_a_process("--report", "html=/dev/stderr")
    assert (code, complained) == (0, "<p>")
    assert "no findings" in said


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_a_log_that_the_shell_appends_to_is_not_replaced(tmp_path: Path, name: str) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("a") as file:
        in_a_process(
            "--report", f"html={name}", "--report", f"json={tmp_path / 'o'}", stdout=file.fileno()
        )
    assert log.read_text().startswith("before\n")
    assert "<p>" in log.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk")
class TestAFullDisk:
    def test_a_report_to_it_is_told(self) -> None:
        code, _, complained = in_a_process("--report", "json=/dev/full")
        assert code == 2
        assert complained == "Error: nothing can be written to /dev/full: No space left on device\n"

    def test_printing_to_it_is_told(self) -> None:
        with open("/dev/full", "w") as full:
            code, _, complained = in_a_process("--found", "error", stdout=full.fileno())
        assert code == 2
        assert complained == "Error: nothing can be printed: No space left on device\n"


def test_an_output_that_knows_few_letters_gets_the_others_escaped(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.reports.results", "--unreadable", "Zo\u00eb"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        cwd=ROOT,
        timeout=20,
        check=False,
    )
    assert done.returncode == 4
    assert b"broken.har: error: Zo\\xeb [unreadable]" in done.stdout


def test_half_of_a_character_is_escaped_in_a_file_and_on_paper(tmp_path: Path) -> None:
    told = write(
        [Wish("a", tmp_path / "out"), Wish("b")], {"a": lambda: "\ud800x", "b": lambda: "\udfff"}
    )
    assert ((tmp_path / "out").read_text(), told) == ("\\ud800x", "\\udfff")
