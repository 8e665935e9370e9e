"""What `quality.py` measures, a file for each kind of input."""
