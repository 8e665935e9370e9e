"""How fast texts are cleaned, side by side with others: `python -m benchmarks.speed` (see `benchmarks/README.md`)."""
