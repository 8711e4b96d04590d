"""The tables, by the room that reads them; `listed` has them all."""
