"""Run the notebooks of a month: stages, papermill, manifest."""
