"""The checkpoints of SAM 3D Objects on disk: upstream's files, and the smaller ones that `convert` makes of them."""
