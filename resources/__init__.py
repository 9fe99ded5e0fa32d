"""Data that ships with the product: blueprints, lexicons, roles, prompts, examples, schemas, icons."""
