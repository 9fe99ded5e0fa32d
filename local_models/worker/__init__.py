"""The child process that holds one loaded model: `python -m local_models.worker`, started by local_models.child.

It runs in whichever Python has llama-cpp-python, so it imports nothing but that, numpy and the standard library.
"""
