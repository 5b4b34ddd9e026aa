"""One worker process: one model, one job at a time, answers over a socket."""
