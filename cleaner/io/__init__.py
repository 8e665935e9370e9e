"""Bytes in, Parquet out: finding and cutting the input, reading it, writing and publishing the dataset."""
