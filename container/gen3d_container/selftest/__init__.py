"""`gen3d_container selftest`: facts, one embedding and one reconstruction, as JSON."""
