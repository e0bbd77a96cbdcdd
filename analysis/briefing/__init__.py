"""The briefing: facts, narrative, tables, pages."""
