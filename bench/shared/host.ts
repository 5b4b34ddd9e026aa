import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Describes the computer that runs a benchmark. */
export function host(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0]?.model ?? process.arch} × ${availableParallelism()}, ${gigabytes} GB memory, ${process.platform}, Node ${process.version}`;
}

/** The host's load, with a warning when wall times are unreliable. */
export function load(): string {
  const [minute = 0] = loadavg();
  const busy = minute > availableParallelism() / 2;
  return `load ${minute.toFixed(1)}${busy ? ': the host is busy, so rely on CPU times and ratios' : ''}`;
}
