"""What is not RDF and every room may need.

Entry points: `pages.page`, which writes HTML. Imports nothing of the package.
"""
