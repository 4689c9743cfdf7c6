"""Pictures of lessons without a database: their addresses, their names, and what is decoded of a file."""
