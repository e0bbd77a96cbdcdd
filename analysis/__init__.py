"""minyi: from public comments to closed-out tasks, one reproducible month at a time."""

__version__ = "0.1.0"
