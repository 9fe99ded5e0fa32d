"""What stands on which line: blocks, outlines, tables, letters and shorthand, before any sentence is read."""
