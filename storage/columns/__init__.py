"""What tables are made of: kinds of columns, and what is sealed on its way in."""
