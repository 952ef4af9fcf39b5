"""From a file to a Reading."""
