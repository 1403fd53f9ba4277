"""What is not RDF and every room may need: faults and their places, files written whole or not at all, locks,
progress, near names, HTML pages.

Begin at `faults.Fault`. Imports: nothing of the package.
"""
