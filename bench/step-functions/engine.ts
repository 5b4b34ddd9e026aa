import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { fiveStates, mockConfig } from './machine.ts';
import { accountId, region, Wire } from './wire.ts';

/** Something that speaks the Step Functions API and runs the five-state machine. */
export interface Engine {
  readonly name: string;
  readonly url: string;
  /** What StartExecution is given for the five-state machine. */
  readonly stateMachineArn: string;
  stop(): Promise<void>;
}

const Message = z.object({
  url: z.string().optional(),
  taskToken: z.string().optional(),
  rss: z.number().optional(),
});

/** Our engine in its own process, over a folder that may be one of before. */
export class OwnEngine implements Engine {
  readonly name = 'gen3d';
  readonly stateMachineArn = machineArn(fiveStates.name);
  readonly url: string;
  readonly tokens: string[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    child.on('message', (message) => {
      const { taskToken } = Message.parse(message);
      if (taskToken !== undefined) this.tokens.push(taskToken);
    });
  }

  static async start(folder: string): Promise<OwnEngine> {
    const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [folder]);
    const [message] = await once(child, 'message');
    const { url } = Message.parse(message);
    if (url === undefined) throw new Error('The engine did not say where it listens.');
    return new OwnEngine(child, url);
  }

  /** Resident memory in bytes. */
  async rss(): Promise<number> {
    this.#child.send({});
    for (;;) {
      const [message] = await once(this.#child, 'message');
      const { rss } = Message.parse(message);
      if (rss !== undefined) return rss;
    }
  }

  /** As a crash does it. */
  stop(): Promise<void> {
    return killed(this.#child);
  }
}

/** Runs `body` over a folder that is gone afterwards. */
export async function withFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-bench-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** MiniStack from PyPI: `executable` is the `ministack` of a virtual environment. */
export async function startMiniStack(executable: string, folder: string): Promise<Engine> {
  const mocks = join(folder, 'mocks.json');
  writeFileSync(mocks, JSON.stringify(mockConfig));
  const port = await freePort();
  const env = { ...process.env, GATEWAY_PORT: `${port}`, SFN_MOCK_CONFIG: mocks, LOG_LEVEL: 'ERROR' };
  const child = spawn(executable, [], { env, cwd: folder, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const stateMachineArn = await createMachine(url);
  return { name: 'MiniStack', url, stateMachineArn: `${stateMachineArn}#Bench`, stop: () => killed(child) };
}

const Created = z.object({ stateMachineArn: z.string() });

/** Creates the machine as soon as the engine answers. */
async function createMachine(url: string): Promise<string> {
  const wire = new Wire(url, 1);
  const { name, definition } = fiveStates;
  const roleArn = `arn:aws:iam::${accountId}:role/bench`;
  try {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const created = await wire
        .call('CreateStateMachine', { name, definition, roleArn })
        .catch(() => undefined);
      if (created !== undefined) return Created.parse(created).stateMachineArn;
      await delay(100);
    }
  } finally {
    wire.close();
  }
  throw new Error(`Nothing answered at ${url} within 30 s.`);
}

export function machineArn(name: string): string {
  return `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
