"""Words as such: folded, typed badly, searched for, compared, looked through."""
