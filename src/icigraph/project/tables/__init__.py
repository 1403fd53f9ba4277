"""Tables: lists kept as CSV, each with a SPARQL CONSTRUCT that makes triples of its rows (TARQL's dialect),
and each triple with the cell that it comes from.

Begin at `reading.read_tables`.
"""
