"""What identity decides, without clocks, dice or tables."""
