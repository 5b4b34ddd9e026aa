"""Interactive SAM 3: the image encoder on the GPU, and the mask decoder as an ONNX graph for browsers."""
