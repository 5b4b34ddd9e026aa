"""The server process: HTTP, queue, GPU lock and supervision of the workers. It does not import torch."""
