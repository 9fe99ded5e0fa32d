"""Language models: which are there, which one is asked and why, with which prompt, what it cost, and how good it was."""
