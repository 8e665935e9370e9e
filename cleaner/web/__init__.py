"""Web pages: bytes to text, markup to a tree, a tree to visible lines, and what a page says about itself. Knows no stage."""
