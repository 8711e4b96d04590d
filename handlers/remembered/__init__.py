"""What is kept in memory between turns: published results, cases of the last weeks."""
