"""Executors move shards to workers and results back; what is done to a shard is the same on each of them."""
