"""Figures and reports: what is counted, over which period, in which form."""
