"""Received workbooks and exports → accepted rows + rejected rows, each with its reason."""
