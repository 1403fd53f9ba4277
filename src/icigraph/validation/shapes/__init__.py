"""What a shapes graph says: shapes, their targets and paths, the names of terms.

Begin at `shape_graph.ShapeGraph`.
"""
