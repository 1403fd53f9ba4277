"""The verbs, one file each: its options, and what it does with them.

Begin at `ask.run`.
"""
