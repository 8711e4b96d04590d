"""The rules, pure: what an agency is, what may happen to a case, when, and who may see it."""
