"""SAM 3D Objects: upstream's pipeline without its notebook, staged through a 24 GB GPU."""
