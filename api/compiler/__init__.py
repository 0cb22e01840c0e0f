"""Turning a GraphQL selection into one SQL statement that returns its JSON.

Each GraphQL type says, field by field, what its fields stand for in SQL (`api.compiler.spec`); the compiler puts those together
for the fields that a query selects, and the executor passes the database's JSON through.
"""
