"""See pipeline/stages.py."""
