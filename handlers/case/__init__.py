"""A case in words: what was told, where it stands, the day it is promised for."""
