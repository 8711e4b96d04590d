"""What the clock does, a file for each sort; `listed` names them all."""
