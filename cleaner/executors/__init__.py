"""Executors move shards to workers and results back; what is done to a shard is the same on each of them."""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""The environment of processes that are many: libraries start no threads of their own."""
