"""What a part of an article is when it is asked for and written. Pictures are taken at each part:
people send them when they have them at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.conversation.dialogue import Option, Unclear
from handlers.desk import Turn
from handlers.staff.articles import pictures
from handlers.staff.plan.asked import item_named
from storage.plan import article_pictures
from storage.tables.plan import Article

LOOK = "look"

Said = dict[str, Any]
"""{"do": the option chosen} or {"text", "files"}."""
Options = Callable[[Turn, Article], Sequence[Option]]


@dataclass(frozen=True, slots=True)
class Step:
    """`keep` writes what was said into the article and names the step that comes next. `column` is
    what a text is kept in. One that `leads_on` does so also where it alone was to be changed."""

    name: str
    column: str
    longest: int
    options: Options
    keep: Callable[[Turn, Article, Said], str]
    in_menu: bool = True
    leads_on: bool = False

    def asks(self, article: Article) -> str:
        """The key of the question; there are other words once something is there."""
        return f"article.ask_{self.name}{'_more' if self.before(article) else ''}"

    def before(self, article: Article) -> Any:
        return getattr(article, self.column) if self.column != "item" else ""

    def params(self, article: Article) -> dict[str, Any]:
        if not self.before(article):
            return {}
        if self.column == "pictures":
            return {"count": len(article_pictures.of(article))}
        if self.name.startswith("body"):
            return {"count": len(self.before(article)), "limit": self.longest}
        return {"title": self.before(article)}

    def read(self, turn: Turn, article: Article, text: str) -> Said:
        """Raises Unclear for what cannot be kept."""
        if text.startswith("=") and text[1:] in {o.value for o in self.options(turn, article)}:
            return {"do": text[1:]}
        if self.column == "item" and (named := item_named(turn.agency, text)):
            return {"do": named.id}
        if turn.file_ids:
            pictures.check(turn, article, text)
        elif not self._takes(article, text):
            raise Unclear("article.picture_first" if self.column == "pictures" else "")
        else:
            self._fits(article, text)
        return {"text": text, "files": list(turn.file_ids)}

    def _takes(self, article: Article, text: str) -> bool:
        """Whether words alone are an answer."""
        if self.column == "pictures":
            return bool(text and article.pictures)
        return bool(text) and self.column != "item"

    def _fits(self, article: Article, text: str) -> None:
        before = self.before(article) if self.name.startswith("body") else ""
        count = len(text) + (len(before) + 2 if before else 0)
        if count > self.longest:
            raise Unclear("article.too_long", limit=self.longest, count=count)


def kept(turn: Turn, article: Article, step: Step, said: Said) -> str:
    """The step that comes next. Raises WrongState where the article is no draft any more."""
    if said.get("files"):
        article_pictures.add(turn.tx, article, said["files"], said["text"], turn.now)
        count = len(article_pictures.of(article)) + len(said["files"])
        if step.column != "pictures":
            turn.say("article.picture_kept", count=count)
        return step.name
    return step.keep(turn, article, said)
