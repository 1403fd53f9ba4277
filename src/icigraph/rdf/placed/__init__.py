"""RDF texts read with the place of each term: Turtle, TriG, N-Triples and N-Quads, fault after fault.

Begin at `turtle.read_placed`.
"""
