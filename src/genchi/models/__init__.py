"""Models: values of a schema from what one answered, and a provider for tests."""
