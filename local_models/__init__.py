"""Models on this machine: catalogue, files, downloads, and the processes that run them, behind the `Completer` of the kernel."""
