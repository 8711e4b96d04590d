"""Other doors than feedback to this department."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OtherBody:
    """Who is competent for what belongs elsewhere. `sample` marks data nobody has confirmed yet."""

    id: str
    name: str
    name_en: str
    phone: str = ""
    address: str = ""
    words: tuple[str, ...] = ()
    address_en: str = ""
    hours: str = ""
    hours_en: str = ""
    link: str = ""
    bring: str = ""  # what to take along
    bring_en: str = ""
    sample: bool = True


@dataclass(frozen=True, slots=True)
class OtherDoor:
    """A formal way of the law beside feedback. `words` are what people call it; they call plain
    feedback so too, so these decide nothing by themselves, but do together with one of `decides`.
    `law` is its basis line by line, for whoever asks."""

    addressee: str = ""  # of the letter: "Kính gửi"
    place: str = ""
    place_en: str = ""
    words: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    law_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherDoors:
    """`bar_days`: in how many days of the calendar from receiving a decision a complaint is to be
    made (Luật Khiếu nại 2011 Art. 9). `letter_hours`: so long a prepared letter can be fetched.
    `confirmed_by` empty: CHƯA XÁC NHẬN."""

    complaint: OtherDoor = OtherDoor()
    denunciation: OtherDoor = OtherDoor()
    hours: str = ""
    hours_en: str = ""
    bar_days: int = 90
    letter_hours: int = 24
    confirmed_by: str = ""

    def __getitem__(self, name: str) -> OtherDoor:
        return {"complaint": self.complaint, "denunciation": self.denunciation}[name]
