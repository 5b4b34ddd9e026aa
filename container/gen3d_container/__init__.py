"""The SageMaker container of Gen3D: SAM 3 and SAM 3D Objects behind /ping and /invocations."""
