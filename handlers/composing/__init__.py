"""What the department tells by the clock, composed out of its cases."""
