"""Colours of charts."""

from __future__ import annotations

COLOURS = ("#0c5a60", "#e39a4c", "#b9d9d6", "#7d5a8c")
"""Of the series, in turn. As grey: 72, 165, 208, 104."""
INK, LINE, LIGHT = "#20302f", "#ded6c8", "#ffffff"
