"""What stands behind walls: names that are opened, the accused side, who is involved."""
