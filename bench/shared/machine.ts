import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on, for the first line of a bench's output. */
export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0]?.model ?? process.arch} × ${availableParallelism()}, ${gigabytes} GB memory, ${process.platform}, Node ${process.version}`;
}

/** How busy the machine is, with a warning where times of the wall clock are not worth much. */
export function load(): string {
  const [minute = 0] = loadavg();
  const busy = minute > availableParallelism() / 2;
  return `load ${minute.toFixed(1)}${busy ? ': other work runs beside this, so rely on CPU times and ratios' : ''}`;
}
