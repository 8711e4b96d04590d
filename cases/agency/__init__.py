"""What a department fixes in its folder, subject by subject; `agency` is the whole."""
