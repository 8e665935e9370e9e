"""Pure functions on text, without knowledge of stages."""
