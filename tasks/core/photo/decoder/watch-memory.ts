import { readFileSync } from 'node:fs';

const everyMs = 100;

/**
 * Calls back once a process holds more memory than a limit. Only Linux tells; elsewhere the limits of WebAssembly
 * apply alone.
 * @returns ends the watch
 */
export function watchMemory(pid: number | undefined, limitMb: number, onExcess: () => void): () => void {
  if (process.platform !== 'linux' || pid === undefined) return () => {};
  const timer = setInterval(() => {
    if (residentMb(pid) > limitMb) onExcess();
  }, everyMs);
  return () => clearInterval(timer);
}

function residentMb(pid: number): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4096) / 2 ** 20;
  } catch {
    return 0;
  }
}
