"""A graph project: which files it has, its configuration, loading them, its tables, its citations held
against their texts, the places of its triples, the difference of two states.

Begin at `graph_project.open_project`. Imports: base, rdf.
"""
