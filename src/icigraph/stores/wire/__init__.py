"""HTTP with credentials: requests, redirects, certificates; nothing of RDF.

Begin at `http.Http`.
"""
