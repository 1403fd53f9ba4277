"""Triple stores on the web: publish a graph, verify it, pull it, ask it.

Begin at `push.push.push`. Imports: base, rdf, project, rules, validation, snapshot.
"""
