"""Proves the release: what is in it, and that it works in a fresh environment far from here."""

import json
import os
import re
import subprocess
import sys
import tarfile
import textwrap
import threading
import tomllib
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
PACKAGES = {
    "mockconf": ROOT / "mockconf",
    "mockconf_schemas": ROOT / "schemas" / "mockconf_schemas",
    "pytest_mockconf": ROOT / "pytest_plugin" / "pytest_mockconf",
}

#: Variables by which this session could reach into the fresh environment.
OURS = ("COV_", "COVERAGE_", "FLASK_", "MOCKCONF_", "PYTEST_", "PYTHON", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Release:
    sdist: Path
    wheel: Path


@dataclass(frozen=True)
class FreshEnvironment:
    """A virtual environment that holds the wheel and its dependencies, and a folder to run in."""

    bin: Path
    cwd: Path

    def run(self, program: str, *args: str) -> str:
        return run([self.bin / program, *args], cwd=self.cwd)

    def start(self, program: str, *args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.bin / program, *args],
            cwd=self.cwd,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def test_the_wheel_holds_the_three_packages_and_nothing_else(release):
    top = {name.split("/")[0] for name in names_in_wheel(release)}

    assert top == {*PACKAGES, f"mockconf-{VERSION}.dist-info"}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_every_file_of_a_package(release, package):
    source = PACKAGES[package]
    files = (path for path in source.rglob("*") if path.is_file())
    expected = {f"{package}/{path.relative_to(source).as_posix()}" for path in files}

    found = {name for name in names_in_wheel(release) if name.startswith(f"{package}/")}

    assert found == {name for name in expected if "/__pycache__/" not in name}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_tells_type_checkers_that_a_package_is_typed(release, package):
    assert f"{package}/py.typed" in names_in_wheel(release)


def test_the_sdist_holds_what_is_needed_to_test_it(release):
    with tarfile.open(release.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"Makefile", "README.md", "LICENSE", "conftest.py", "tests/test_packaging.py"}
    wanted |= {f"tests/clients/{name}" for name in ("package.json", "drive_twilio.cjs")}
    assert wanted <= names
    assert not [name for name in names if name.startswith((".git/", ".venv"))]


def test_the_packages_import_from_the_environment_and_not_from_the_checkout(fresh):
    imports = f"import {', '.join(PACKAGES)}"
    paths = f"print([module.__file__ for module in ({', '.join(PACKAGES)})])"

    printed = fresh.run("python", "-W", "error", "-c", f"{imports}\n{paths}")

    assert str(ROOT) not in printed
    assert printed.count("site-packages") == len(PACKAGES)


def test_the_schemas_can_be_read(fresh):
    program = """
        import mockconf_schemas
        print(mockconf_schemas.load("twilio-2010-04-01/openapi.json")["openapi"])
    """

    assert fresh.run("python", "-c", textwrap.dedent(program)).startswith("3.1")


def test_the_command_tells_its_version(fresh):
    assert VERSION in fresh.run("mockconf", "--version")


def test_flask_finds_the_application_and_serves_it(fresh):
    server = fresh.start("flask", "--app", "mockconf", "run", "--port", "0")
    try:
        url = wait_for(r"Running on (http://127\.0\.0\.1:\d+)", server)
        with urllib.request.urlopen(f"{url}/_mockconf/health", timeout=10) as answer:
            assert answer.status == 200
            assert json.load(answer)
    finally:
        stop(server)


def test_the_fixture_works_without_a_conftest(fresh):
    test = """
        def test_the_mock_listens_on_this_machine_only(mockconf):
            assert isinstance(mockconf.url, str)
            assert mockconf.url.startswith("http://127.0.0.1")
    """
    (fresh.cwd / "test_fixture.py").write_text(textwrap.dedent(test))

    assert "1 passed" in fresh.run("python", "-m", "pytest", "-W", "error", "test_fixture.py")


@pytest.fixture(scope="session")
def release(tmp_path_factory) -> Release:
    """Builds the sdist from the checkout and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("release")
    run([sys.executable, "-m", "build", "--outdir", folder, ROOT], cwd=folder)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Release(sdist, wheel)


@pytest.fixture(scope="session")
def fresh(release, tmp_path_factory) -> FreshEnvironment:
    """Installs the wheel where nothing of the checkout can be imported by accident."""
    folder = tmp_path_factory.mktemp("fresh")
    run([sys.executable, "-m", "venv", folder / "venv"], cwd=folder)
    fresh = FreshEnvironment(bin=folder / "venv" / "bin", cwd=folder / "elsewhere")
    fresh.cwd.mkdir()
    quietly = ("--quiet", "--disable-pip-version-check")
    fresh.run("python", "-m", "pip", "install", *quietly, str(release.wheel))
    return fresh


def names_in_wheel(release: Release) -> set[str]:
    with zipfile.ZipFile(release.wheel) as archive:
        return set(archive.namelist())


def environment() -> dict[str, str]:
    """Our environment without what belongs to this session."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def run(command: Sequence[str | Path], cwd: Path, timeout: float = 300) -> str:
    """Runs a program to its end, and fails with all that it said unless it succeeds."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{command} ended with {done.returncode}:\n{done.stdout}", pytrace=False)
    return done.stdout


def wait_for(pattern: str, process: subprocess.Popen[str], timeout: float = 30) -> str:
    """Reads what a process says up to a line that matches, and gives the first group.

    A process that says nothing in time is killed: its pipe ends, and so does the reading.
    """
    said = []
    watchdog = threading.Timer(timeout, process.kill)
    watchdog.start()
    try:
        for line in process.stdout:
            said.append(line)
            if match := re.search(pattern, line):
                return match[1]
    finally:
        watchdog.cancel()
        watchdog.join()
    pytest.fail(f"{process.args} did not say {pattern!r} but:\n{''.join(said)}", pytrace=False)


def stop(process: subprocess.Popen[str], timeout: float = 10) -> None:
    """Ends a process and closes its pipe."""
    process.terminate()
    try:
        process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
