"""One function a chart: a tidy frame in, a plotly figure out; nothing is shown or written here."""
