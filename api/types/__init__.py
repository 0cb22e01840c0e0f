"""The GraphQL types. Each says, field by field, what it stands for in the views."""
