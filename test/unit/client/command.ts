import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '#client/main.ts';
import { openSignInStore } from '#client/sign-in/store.ts';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder to call commands from, with a configuration folder of its own. */
export interface CommandFolder extends AsyncDisposable {
  readonly path: string;
  run(line: string, settings?: RunSettings): Promise<Ran>;
  file(name: string, content: string | Uint8Array): Promise<void>;
  /** Keeps a sign-in to that API, good for an hour. */
  signInTo(apiUrl: string): Promise<void>;
}

export interface RunSettings {
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly openPage?: (url: URL) => Promise<void> | void;
  readonly isTTY?: boolean;
}

export async function commandFolder(): Promise<CommandFolder> {
  const path = await mkdtemp(join(tmpdir(), 'gen3d-command-'));
  return {
    path,
    run: (line, settings = {}) => run(path, line, settings),
    file: (name, content) => writeFile(join(path, name), content),
    signInTo: (apiUrl) =>
      openSignInStore(join(path, 'config', 'gen3d')).write({
        apiUrl,
        issuer: 'http://127.0.0.1:9',
        clientId: 'command-line',
        idToken: 'id-token',
        expiresAt: Date.now() / 1_000 + 3_600,
      }),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

async function run(folder: string, line: string, settings: RunSettings): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: settings.isTTY,
  });
  const exitCode = await main(line.split(' ').filter(Boolean), {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: { XDG_CONFIG_HOME: join(folder, 'config'), ...settings.env },
    folder,
    fetch,
    openPage: settings.openPage ?? (() => undefined),
    signal: settings.signal ?? new AbortController().signal,
  });
  return { exitCode, ...written };
}
