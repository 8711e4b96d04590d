"""The answer of a case: drafted, checked, approved, taken back; ready words, one answer to many."""
