"""SAM 3, interactive: the image encoder on the GPU, the mask decoder as an ONNX graph for browsers."""
