"""A worker process: loads one model, runs one job at a time and answers over a socket."""
