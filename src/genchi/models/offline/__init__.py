"""Models that need no network, as product code: for tests, for CI, and for a fresh install."""
