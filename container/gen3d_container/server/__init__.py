"""The front process: HTTP, the queue, the GPU's lock and the workers' supervision. It imports no torch."""
