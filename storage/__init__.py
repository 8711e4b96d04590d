"""What is kept: tables, the one door for changes, queries, migrations."""
