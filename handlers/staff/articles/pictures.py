"""Pictures on their way into an article."""

from __future__ import annotations

from cases.plan.articles import LONGEST_CAPTION, MOST_PICTURES
from handlers.conversation.dialogue import Unclear
from handlers.desk import Turn
from messages.envelope import Attachment, FileKind
from storage.plan import article_pictures
from storage.tables.plan import Article

_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif")


def check(turn: Turn, article: Article, caption: str) -> None:
    """Raises Unclear for what is no picture, one too many, or a caption too long."""
    if not all(map(_is_picture, turn.incoming.files)):
        raise Unclear("article.only_pictures")
    if len(article_pictures.of(article)) + len(turn.file_ids) > MOST_PICTURES:
        raise Unclear("article.too_many", limit=MOST_PICTURES)
    if len(caption) > LONGEST_CAPTION:
        raise Unclear("article.too_long", limit=LONGEST_CAPTION, count=len(caption))


def _is_picture(file: Attachment) -> bool:
    """As far as can be told before it is fetched; what proves to be none is not shown."""
    if file.kind is FileKind.PHOTO or file.type.startswith("image/"):
        return True
    return file.kind is FileKind.DOCUMENT and file.name.lower().endswith(_NAMES)
