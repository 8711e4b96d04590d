"""House rules about the project's own files: what is needed, locked and layered."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ["requirements.lock", "requirements-dev.lock"]

PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)( ; [^:/]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def declared() -> list[str]:
    extras = PROJECT["project"]["optional-dependencies"]
    return [
        *PROJECT["project"]["dependencies"],
        *(line for group in extras.values() for line in group),
    ]


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return found.group().lower().replace("_", "-").replace(".", "-")


def pins(lock: str) -> Iterator[tuple[str, str]]:
    for line in (ROOT / lock).read_text("utf-8").splitlines():
        if found := PIN.fullmatch(line):
            yield found["name"], found["version"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_names_versions_and_hashes_and_nothing_else(lock):
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []


def test_the_locks_hold_every_dependency():
    needed = {name_of(line) for line in PROJECT["project"]["dependencies"]}
    assert needed <= dict(pins("requirements.lock")).keys()
    assert {name_of(line) for line in declared()} <= dict(pins("requirements-dev.lock")).keys()


def test_development_runs_on_the_versions_that_servers_run_on():
    assert set(pins("requirements.lock")) <= set(pins("requirements-dev.lock"))


def test_every_dependency_says_why_it_is_here():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    for requirement in declared():
        quoted = f'"{requirement}",'
        [line] = [line for line in lines if line.strip().startswith(quoted)]
        assert re.search(r"# \S.{9,}", line.split(quoted)[1]), f"{requirement}: no reason given"


def test_import_layers_are_declared():
    linter = PROJECT["tool"]["importlinter"]
    [layers] = [each["layers"] for each in linter["contracts"] if each["type"] == "layers"]
    assert layers == ["bot", "handlers", "storage", "cases | messages"]
    # A folder of code that no contract knows of would escape them all.
    outside = {"tests", "bench"}
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - outside
    assert folders <= set(linter["root_packages"])
