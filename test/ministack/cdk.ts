import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { location } from '#local/environment/assembly/read-assembly.ts';
import { killOnExit } from '#test/deployed/child.ts';
import type { MiniStack } from './server.ts';

const command = resolve(import.meta.dirname, '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));
export type StackOutputs = z.infer<typeof Outputs>;

/** Runs the `cdk` command against MiniStack. */
export class Cdk {
  private readonly server: MiniStack;
  private readonly folder: string;

  /** @param folder for logs and outputs */
  constructor(server: MiniStack, folder: string) {
    this.server = server;
    this.folder = folder;
  }

  /** `cdk bootstrap` */
  async bootstrap(app: string): Promise<void> {
    await this.run('bootstrap', `aws://${location.accountId}/${location.region}`, '--app', app);
  }

  /** `cdk deploy --all` @returns the outputs of each stack */
  async deploy(app: string): Promise<StackOutputs> {
    const outputs = join(this.folder, 'outputs.json');
    await this.run('deploy', '--all', '--app', app, '--require-approval', 'never', '--outputs-file', outputs);
    return Outputs.parse(JSON.parse(readFileSync(outputs, 'utf8')));
  }

  private async run(...args: string[]): Promise<void> {
    const log = join(this.folder, `cdk-${args[0]}.log`);
    const env = {
      ...this.server.environment,
      ...{
        CDK_DISABLE_CLI_TELEMETRY: '1',
        CDK_DISABLE_VERSION_CHECK: '1',
        CI: '1',
        NO_COLOR: '1',
        XDG_CACHE_HOME: join(this.folder, 'cache'),
      },
    };
    const child = spawn(process.execPath, [command, ...args, '--no-notices'], {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 240_000,
    });
    killOnExit(child);
    const file = createWriteStream(log);
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    const [code] = await once(child, 'close');
    file.end();
    await once(file, 'close');
    if (code !== 0) throw new Error(`cdk ${args[0]} failed:\n${endOf(readFileSync(log, 'utf8'))}`);
  }
}

/** The failure, without the rollback. */
function endOf(log: string): string {
  const failed = log.lastIndexOf('Failed resources:');
  return failed === -1 ? log.slice(-4_000) : log.slice(failed);
}
