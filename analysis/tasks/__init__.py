"""From comments to tasks: nature, place, responsible unit, the issued task list and the units' plans."""
