"""The last good copy of an agency's folder, in the data folder: it stays in force while somebody's
correction has a mistake in it, also over a restart."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.agency_files import AgencyMistakes, load
from cases.agency.agency import Agency

log = logging.getLogger(__name__)

FOLDER = "agency-last-good"


@dataclass(frozen=True, slots=True)
class InForce:
    """`mistakes` is set where the folder could not be used and the copy stands in."""

    agency: Agency
    mistakes: AgencyMistakes | None = None


def in_force(folder: Path, data_dir: Path) -> InForce:
    """The agency of that folder, or of its last good copy. Raises AgencyMistakes where there is no
    copy that can be used."""
    copy = _copy_of(folder, data_dir)
    try:
        agency = load(folder)
    except AgencyMistakes as mistakes:
        if not copy.is_dir():
            raise
        try:
            return InForce(load(copy), mistakes)
        except AgencyMistakes:
            # Made by an older version that demanded less: what the folder says now counts.
            raise mistakes from None
    _keep(folder, copy)
    return InForce(agency)


def _copy_of(folder: Path, data_dir: Path) -> Path:
    """Per agency, so that no agency is ever answered for with another one's copy."""
    return data_dir / FOLDER / folder.resolve().name


def _keep(folder: Path, copy: Path) -> None:
    """Put in place whole: a crash leaves the older copy, or none, never half of one."""
    unfinished, older = copy.with_name(f"{copy.name}.new"), copy.with_name(f"{copy.name}.old")
    try:
        for left in (unfinished, older):
            shutil.rmtree(left, ignore_errors=True)
        shutil.copytree(folder, unfinished)
        if copy.exists():
            copy.rename(older)
        unfinished.rename(copy)
        shutil.rmtree(older, ignore_errors=True)
    except OSError as error:
        # Serving counts more than the copy; a full disk is reported elsewhere.
        log.warning("no copy of the agency folder could be kept: %s", type(error).__name__)
