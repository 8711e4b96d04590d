"""The people on the other side of the fake Zalo, and what stands in their chat with the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.zalo_api import FakeZalo


@dataclass
class Bubble:
    """A message of the account's. `kind` is text, image, file, form or template."""

    id: str
    text: str = ""
    kind: str = "text"
    inline: list[dict[str, Any]] = field(default_factory=list)
    file: bytes | None = None
    file_name: str = ""
    quote: str = ""
    values: dict[str, str] = field(default_factory=dict)
    received: bool = False
    seen: bool = False

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for button in self.inline]


class ZaloUser:
    """A person with a phone in hand. Everything they do returns the event it made, which is on its
    way to the webhook; whatever is no receipt opens the window."""

    def __init__(self, api: FakeZalo, user_id: str, name: str, phone: str) -> None:
        self.api = api
        self.id = user_id
        self.name = name
        self.phone = phone
        self.inbox: list[Bubble] = []
        self.refusal = 0  # the code that a send earns: -213 not a follower, -217 blocked
        self.spoke_at: datetime | None = None

    # What they do

    def says(self, text: str, quote: Bubble | str = "") -> dict[str, Any]:
        return self.sends("text", {"text": text} | _quoting(quote))

    def taps(self, label: str) -> dict[str, Any]:
        """The newest button of that title; KeyError if there is none. One that opens a page gives
        its address and is no event."""
        for bubble in reversed(self.inbox):
            for button in bubble.inline:
                if button["title"] == label:
                    if button["type"] == "oa.open.url":
                        return dict(button["payload"])
                    return self.taps_payload(button["payload"])
        raise KeyError(f"no button {label!r}")

    def taps_payload(self, payload: str) -> dict[str, Any]:
        """A tap is a text like any other; anybody may type one."""
        return self.sends("text", {"text": payload})

    def sends_photo(self, content: bytes = b"\xff\xd8\xff", caption: str = "") -> dict[str, Any]:
        payload = {"url": self.api.media(content, "jpg"), "thumbnail": self.api.media(b"t", "jpg")}
        return self._sends_file("image", payload, caption)

    def sends_gif(self, content: bytes = b"GIF89a") -> dict[str, Any]:
        return self._sends_file("gif", {"url": self.api.media(content, "gif")})

    def sends_file(
        self, name: str, content: bytes, type_: str = "application/pdf"
    ) -> dict[str, Any]:
        url = self.api.media(content, name.rpartition(".")[2])
        more = {"name": name, "size": str(len(content)), "type": type_}
        return self._sends_file("file", {"url": url} | more)

    def sends_audio(self, content: bytes = b"\xff\xf1") -> dict[str, Any]:
        return self._sends_file("audio", {"url": self.api.media(content, "aac")})

    def sends_video(self, content: bytes = b"mp4") -> dict[str, Any]:
        payload = {"url": self.api.media(content, "mp4"), "thumbnail": "", "description": ""}
        return self._sends_file("video", payload)

    def sends_sticker(self) -> dict[str, Any]:
        return self._sends_file("sticker", {"id": "20", "url": self.api.media(b"png", "png")})

    def sends_location(
        self, latitude: float = 15.12, longitude: float = 108.79, *, short: bool = False
    ) -> dict[str, Any]:
        """`short`: the other shape that is documented."""
        names = ("lat", "long") if short else ("latitude", "longitude")
        place = dict(zip(names, (str(latitude), str(longitude)), strict=True))
        return self._sends_file("location", {"coordinates": place})

    def sends_link(self, title: str, url: str) -> dict[str, Any]:
        payload = {"title": title, "description": "", "thumbnail": "", "url": url}
        return self._sends_file("link", payload, url)

    def sends_card(self, name: str, phone: str) -> dict[str, Any]:
        inside = f'{{"phone":"{phone}","qrCodeUrl":"https://qr.zdn.vn/1"}}'
        payload = {"title": name, "description": inside, "url": "https://zalo.me/1"}
        return self._sends_file("business_card", payload)

    def submits_info(
        self,
        name: str = "",
        phone: str = "",
        address: str = "12 Lê Lợi",
        ward: str = "Nghĩa Lộ",
        city: str = "Quảng Ngãi",
        *,
        old: bool = False,
    ) -> dict[str, Any]:
        """Fills in the form they were shown. `old`: the older shape."""
        info: dict[str, Any] = {"name": name or self.name, "phone": phone or self.phone}
        if old:
            info |= {"address": address, "ward": ward, "district": "", "city": city}
        else:
            parts = {"user_city": city, "user_ward": ward, "user_address": address}
            info |= {"user_dob": "", "gender": "", "full_address": parts}
        return self._happens("user_submit_info", info=info)

    def follows(self) -> dict[str, Any]:
        self.refusal = 0
        return self._membership("follow")

    def unfollows(self) -> dict[str, Any]:
        self.refusal = -213
        event = self._membership("unfollow")
        self.spoke_at = None
        return event

    def blocks(self) -> None:
        """Zalo tells nobody of it."""
        self.refusal = -217

    def receives(self) -> list[dict[str, Any]]:
        """Their phone is on: a receipt for each message that was not there yet."""
        new = [b for b in self.inbox if not b.received]
        for bubble in new:
            bubble.received = True
        return [self._receipt("user_received_message", msg_id=b.id) for b in new]

    def sees(self) -> dict[str, Any] | None:
        """They look at the chat: one receipt for all that is new."""
        new = [b for b in self.inbox if not b.seen]
        for bubble in new:
            bubble.seen = True
        if not new:
            return None
        return self._receipt("user_seen_message", msg_ids=[b.id for b in new])

    # What Zalo makes of it

    def sends(self, kind: str, message: dict[str, Any]) -> dict[str, Any]:
        return self._happens(
            f"user_send_{kind}", message={"msg_id": self.api.new_id("msg"), **message}
        )

    def _sends_file(self, kind: str, payload: dict[str, Any], text: str = "") -> dict[str, Any]:
        message: dict[str, Any] = {"attachments": [{"type": kind, "payload": payload}]}
        return self.sends(kind, ({"text": text} if text else {}) | message)

    def _happens(self, name: str, **content: Any) -> dict[str, Any]:
        self.spoke_at = self.api.now()
        return self.api.tell(
            {"sender": {"id": self.id}, "recipient": {"id": self.api.oa_id}, "event_name": name}
            | {"user_id_by_app": f"9{self.id[1:]}"}
            | content
        )

    def _receipt(self, name: str, **message: Any) -> dict[str, Any]:
        return self.api.tell(
            {"sender": {"id": self.id}, "recipient": {"id": self.api.oa_id}, "event_name": name}
            | {"message": message}
        )

    def _membership(self, name: str) -> dict[str, Any]:
        self.spoke_at = self.api.now()
        return self.api.tell(
            {"oa_id": self.api.oa_id, "follower": {"id": self.id}, "event_name": name}
            | {"user_id_by_app": f"9{self.id[1:]}", "source": "oa_profile"}
        )


def _quoting(quote: Bubble | str) -> dict[str, str]:
    quoted = quote.id if isinstance(quote, Bubble) else quote
    return {"quote_msg_id": quoted} if quoted else {}
