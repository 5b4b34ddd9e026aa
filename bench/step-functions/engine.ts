import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { fiveStates, mockConfig } from './state-machine.ts';
import { accountId, region, Wire } from './wire.ts';

/** A server with the Step Functions API that runs the five-state machine. */
export interface Engine {
  readonly name: string;
  readonly url: string;
  /** The ARN of the five-state machine, for StartExecution. */
  readonly stateMachineArn: string;
  stop(): Promise<void>;
}

const Message = z.object({
  url: z.string().optional(),
  taskToken: z.string().optional(),
  rss: z.number().optional(),
});

/** Gen3D's engine in its own process, on a new or an existing folder. */
export class Gen3dEngine implements Engine {
  readonly name = 'gen3d';
  readonly stateMachineArn = stateMachineArnOf(fiveStates.name);
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

  static async start(folder: string): Promise<Gen3dEngine> {
    const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [folder]);
    const [message] = await once(child, 'message');
    const { url } = Message.parse(message);
    if (url === undefined) throw new Error('The engine did not report its URL.');
    return new Gen3dEngine(child, url);
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

  /** Kills the process, as a crash does. */
  stop(): Promise<void> {
    return killed(this.#child);
  }
}

/** Runs `body` on a temporary folder. */
export async function withFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-bench-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts MiniStack from PyPI. `executable` is the `ministack` command of a virtual environment. */
export async function startMiniStack(executable: string, folder: string): Promise<Engine> {
  const mocks = join(folder, 'mocks.json');
  writeFileSync(mocks, JSON.stringify(mockConfig));
  const port = await freePort();
  const env = { ...process.env, GATEWAY_PORT: `${port}`, SFN_MOCK_CONFIG: mocks, LOG_LEVEL: 'ERROR' };
  const child = spawn(executable, [], { env, cwd: folder, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const stateMachineArn = await createStateMachine(url);
  return { name: 'MiniStack', url, stateMachineArn: `${stateMachineArn}#Bench`, stop: () => killed(child) };
}

const Created = z.object({ stateMachineArn: z.string() });

/** Creates the state machine as soon as the engine answers. */
async function createStateMachine(url: string): Promise<string> {
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
  throw new Error(`No answer from ${url} within 30 s.`);
}

export function stateMachineArnOf(name: string): string {
  return `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
