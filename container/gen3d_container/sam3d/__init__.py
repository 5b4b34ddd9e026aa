"""SAM 3D Objects: upstream's pipeline, staged so that it fits a 24 GB GPU."""
