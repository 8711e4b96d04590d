"""Reports: counted, looked at, issued, and opened again to the cases behind a figure."""
