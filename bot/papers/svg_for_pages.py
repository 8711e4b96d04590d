"""A chart made fit to stand in a page. Styles in attributes are refused by the site's policy, and
identifiers must not meet those of another chart."""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from bot.papers.colours import COLOURS, INK, LIGHT, LINE
from messages.numbers import written
from messages.sheet import Chart

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_CLASSES = {INK: "ink", LINE: "line", LIGHT: "light"} | {c: f"c{n}" for n, c in enumerate(COLOURS)}
_DROPPED = {f"{{{_SVG}}}{name}" for name in ("metadata", "style")}
_SMALLER = 0.92
"""The page's own typeface is wider than the one the places were measured with."""
_KEPT_STYLES = {
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-linecap",
    "text-anchor",
    "fill-opacity",
}


def for_pages(drawn: str, chart: Chart, language: str) -> str:
    """`drawn` as the charts' library wrote it, with its title and its values in words."""
    root = ElementTree.fromstring(drawn)
    own = f"g{hashlib.sha256(drawn.encode()).hexdigest()[:8]}-"
    _tidy(root, own)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    title, words = Element(f"{{{_SVG}}}title"), Element(f"{{{_SVG}}}desc")
    title.set("id", f"{own}title")
    words.set("id", f"{own}desc")
    title.text, words.text = chart.title, described(chart, language)
    root[0:0] = [title, words]
    root.attrib |= {
        "role": "img",
        "class": "chart",
        "aria-labelledby": f"{own}title",
        "aria-describedby": f"{own}desc",
    }
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def described(chart: Chart, language: str) -> str:
    """What the chart shows, in words: every series with its values."""
    told = []
    for name, values in chart.series:
        pairs = zip(chart.labels, values, strict=True)
        told.append(f"{name}: " + ", ".join(f"{x} {written(v, language)}" for x, v in pairs))
    unit = f" ({chart.unit})" if chart.unit else ""
    return f"{'; '.join(told)}{unit}."


def _tidy(element: Element, own: str) -> None:
    for child in [c for c in element if c.tag in _DROPPED]:
        element.remove(child)
    _styled(element)
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, own + value)
        elif value.startswith("#"):
            if name.endswith("href"):
                element.set(name, f"#{own}{value[1:]}")
        elif "url(#" in value:
            element.set(name, value.replace("url(#", f"url(#{own}"))
    for child in element:
        _tidy(child, own)


def _styled(element: Element) -> None:
    """What a style says, as attributes, which the page's own sheet may overrule."""
    style = element.attrib.pop("style", "")
    said = dict(part.split(":", 1) for part in style.split(";") if ":" in part)
    styles = {name.strip(): value.strip() for name, value in said.items()}
    if size := styles.get("font-size", "").removesuffix("px"):
        element.set("font-size", f"{float(size) * _SMALLER:g}")
    for name, value in styles.items():
        if name in _KEPT_STYLES:
            element.set(name, value)
    if element.tag == f"{{{_SVG}}}text":
        styles.setdefault("fill", INK)
    classes = [
        f"{n}-{_CLASSES[styles[n]]}" for n in ("fill", "stroke") if styles.get(n) in _CLASSES
    ]
    if classes:
        element.set("class", " ".join(classes))
