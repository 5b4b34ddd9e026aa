import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Measurement {
  readonly succeeded: boolean;
  readonly seconds: number;
  /** Peak memory of the process that decodes, resident. */
  readonly megabytes: number;
}

const everyMs = 10;

/** Prepares a photo in a new process, with Gen3D's code or with sharp. Time includes the start of the process. */
export async function measure(way: 'gen3d' | 'sharp', file: string): Promise<Measurement> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, `with-${way}.ts`), file], {
    stdio: 'ignore',
  });
  let megabytes = 0;
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, ...family(child.pid ?? 0).map(peakMegabytes));
  }, everyMs);
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  return { succeeded: status === 0, seconds: (performance.now() - began) / 1_000, megabytes };
}

/** A process and its children. */
function family(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return [pid, ...children.map(Number)];
}

function parentOf(pid: string): number {
  return Number(/PPid:\s+(\d+)/.exec(statusOf(pid))?.[1]);
}

function peakMegabytes(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(statusOf(`${pid}`))?.[1] ?? 0) / 1_024;
}

/** Empty once the process is gone. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
