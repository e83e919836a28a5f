"""Outlooks per outcome of an election: arrays in, arrays out; knows no states, files or consoles."""
