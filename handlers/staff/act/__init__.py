"""What commands of officials are made of: which case, what is meant, what is still asked."""
