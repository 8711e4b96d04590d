"""`/baocao`, and the tasks that come of reports."""
