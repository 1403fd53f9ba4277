"""Data and shapes read as texts with the places of their statements; syntax faults, all in one run.

Begin at `dataset.from_sources`.
"""
