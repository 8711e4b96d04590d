"""The desks of the fake Zalo: messages, uploads and templates, each with what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.zalo_people import Bubble, ZaloUser
from tests.fakes.zalo_rules import check_message, check_template, must

if TYPE_CHECKING:
    from tests.fakes.zalo_api import FakeZalo

_UPLOAD_LIFE = timedelta(days=7)
_FREE, _PAID = timedelta(hours=48), timedelta(days=7)


class Desks:
    """`paths` is who serves what."""

    def __init__(self, zalo: FakeZalo) -> None:
        self.zalo = zalo
        self.paths = {
            "v3.0/oa/message/cs": self._cs,
            "v3.0/oa/message/template": self._template_by_user,
            "message/template": self._template_by_phone,
            "v2.0/oa/upload/image": self._upload,
            "v2.0/oa/upload/file": self._upload,
            "v2.0/oa/getoa": self._getoa,
        }

    async def _getoa(self, _request: web.Request, _body: Any) -> dict[str, Any]:
        return {
            "oa_id": self.zalo.oa_id,
            "name": "Sở Kế hoạch và Đầu tư",
            "is_verified": self.zalo.verified,
            "oa_type": 4,
            "package_name": "Nâng cao",
        }

    # Messages

    async def _cs(self, _request: web.Request, body: Any) -> dict[str, Any]:
        must(set(body) == {"recipient", "message"} and set(body["recipient"]) == {"user_id"})
        must(isinstance(body["recipient"]["user_id"], str))
        user = self.zalo.users.get(body["recipient"]["user_id"])
        must(user is not None, -213, "not a follower")
        assert user is not None
        message = body["message"]
        check_message(message)
        self._check_window(user)
        quote = message.get("quote_message_id", "")
        must(not quote or any(b.id == quote for b in user.inbox))
        bubble = self._bubble(message)
        bubble.quote = quote
        user.inbox.append(bubble)
        self._echo(user, bubble)
        return {
            "message_id": bubble.id,
            "user_id": user.id,
            "sent_time": str(int(self.zalo.now().timestamp() * 1000)),
            "quota": {"quota_type": "reply"},
        }

    def _check_window(self, user: ZaloUser) -> None:
        must(not user.refusal, user.refusal, "refused by the person")
        must(user.spoke_at is not None and self.zalo.now() - user.spoke_at <= _PAID, -230, "window")
        assert user.spoke_at is not None
        self.zalo.paid += self.zalo.now() - user.spoke_at > _FREE

    def _bubble(self, message: dict[str, Any]) -> Bubble:
        bubble = Bubble(self.zalo.new_id("oa"), message.get("text", ""))
        attachment = message.get("attachment")
        if attachment is None:
            return bubble
        payload = attachment["payload"]
        element = (payload.get("elements") or [{}])[0]
        if attachment["type"] == "file":
            bubble.kind, (bubble.file_name, bubble.file) = "file", self._kept(payload["token"])
        elif payload.get("template_type") == "media":
            bubble.kind = "image"
            bubble.file_name, bubble.file = self._kept(element["attachment_id"])
        elif payload.get("template_type") == "request_user_info":
            bubble.kind, bubble.text = "form", f"{element['title']}\n{element['subtitle']}"
        else:
            bubble.inline = payload["buttons"]
        return bubble

    def _kept(self, handle: str) -> tuple[str, bytes]:
        _, name, content, until = self.zalo.uploads.get(handle, ("", "", b"", self.zalo.now()))
        must(name and self.zalo.now() < until, -100, "attachment expired")
        return name, content

    def _echo(self, user: ZaloUser, bubble: Bubble) -> None:
        if self.zalo.echoes:
            self.zalo.tell(
                {"sender": {"id": self.zalo.oa_id}, "recipient": {"id": user.id}}
                | {"event_name": f"oa_send_{'text' if bubble.kind == 'text' else bubble.kind}"}
                | {"message": {"msg_id": bubble.id, "text": bubble.text}}
            )

    async def _upload(self, request: web.Request, _body: Any) -> dict[str, Any]:
        form = await request.post()
        file = form.get("file")
        must(isinstance(file, web.FileField))
        assert isinstance(file, web.FileField)
        content = file.file.read()
        kind = request.path.rpartition("/")[2]
        extension = file.filename.rpartition(".")[2].lower()
        if kind == "image":
            must(extension in ("jpg", "jpeg", "png") and len(content) <= 1 << 20, -201)
        else:
            must(extension in ("pdf", "doc", "docx") and len(content) <= 5 << 20, -201)
        handle = self.zalo.new_id("upload")
        self.zalo.uploads[handle] = kind, file.filename, content, self.zalo.now() + _UPLOAD_LIFE
        return {"attachment_id" if kind == "image" else "token": handle}

    # Templates

    async def _template_by_user(self, _request: web.Request, body: Any) -> dict[str, Any]:
        must(set(body) == {"user_id", "template_id", "template_data"})
        user = self.zalo.users.get(body["user_id"])
        must(user is not None and user.refusal != -217, -114, "cannot receive")
        assert user is not None
        template = self.zalo.templates.get(body["template_id"])
        check_template(template, body["template_data"])
        must(template is not None and template.by_user, -249, "not by user id")
        return {"message_id": self._deliver(user, body).id}

    async def _template_by_phone(self, _request: web.Request, body: Any) -> dict[str, Any]:
        must(set(body) <= {"phone", "template_id", "template_data", "tracking_id", "sending_mode"})
        phone = body["phone"]
        must(isinstance(phone, str) and phone.isdigit() and phone.startswith("84"), -108, "phone")
        user = next((u for u in self.zalo.users.values() if u.phone == phone), None)
        must(user is not None, -119, "cannot receive")
        assert user is not None
        must(len(body.get("tracking_id", "")) <= 48, -1121)
        check_template(self.zalo.templates.get(body["template_id"]), body["template_data"])
        bubble = self._deliver(user, body)
        self.zalo.tell(
            {"sender": {"id": self.zalo.oa_id}, "recipient": {"id": ""}}
            | {"event_name": "user_received_message"}
            | {
                "message": {
                    "msg_id": bubble.id,
                    "tracking_id": body.get("tracking_id", ""),
                    "delivery_time": str(int(self.zalo.now().timestamp() * 1000)),
                }
            },
            server="ZNS",
        )
        quota = {"dailyQuota": "500", "remainingQuota": "499"}
        return {"msg_id": bubble.id, "sent_time": "1", "quota": quota}

    def _deliver(self, user: ZaloUser, body: dict[str, Any]) -> Bubble:
        template = self.zalo.templates[body["template_id"]]
        must(self.zalo.funded, -137, "no money")
        hour = (self.zalo.now().hour + 7) % 24
        must(not template.day_only or 6 <= hour < 22, -133, "night")
        bubble = Bubble(self.zalo.new_id("zbs"), body["template_id"], "template")
        bubble.values = dict(body["template_data"])
        user.inbox.append(bubble)
        return bubble
