"""That nothing was changed or lost: sums of days, reading all of it again."""
