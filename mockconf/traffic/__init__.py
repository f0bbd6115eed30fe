"""Recorded traffic: files of several tools, read entry by entry, and held against a contract."""
