"""Themes: the taxonomy as data, and the engine that assigns a comment to it with evidence."""
