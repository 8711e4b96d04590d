"""What the clock looks for: what is due, late, waited for, told already."""
