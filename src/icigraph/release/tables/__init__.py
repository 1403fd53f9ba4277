"""The data as five tables that join, in CSV and Parquet, and the schema of them.

Begin at `joined_tables.joined_tables`.
"""
