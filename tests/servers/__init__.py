"""Real triple stores, fetched and started for tests and for a developer (`make stores`)."""
