"""The data as four tables that join, in CSV and Parquet, and the schema of them.

Begin at `four_tables.four_tables`.
"""
