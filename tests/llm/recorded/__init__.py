"""A table of tasks and how models did on each (see make.py for how it came about), and the router played over it."""
