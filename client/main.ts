import { Command } from 'commander';
import { addCancel } from './commands/cancel.ts';
import { type CommandContext, createContext } from './commands/context.ts';
import { addDownload } from './commands/download.ts';
import { addList } from './commands/list.ts';
import { addLogin } from './commands/login.ts';
import { addMask } from './commands/mask.ts';
import { addRetry } from './commands/retry.ts';
import { addRun } from './commands/run.ts';
import { addStatus } from './commands/status.ts';
import type { ApiFlags } from './config.ts';
import { failureOf } from './failure.ts';
import { printLine, type Terminal } from './terminal.ts';

/**
 * Runs one command of `gen3d`.
 * @param args the command line without the program's name
 * @returns the exit code: 0, 1 when it failed, 2 when its arguments are wrong, 130 after Ctrl-C
 * @example
 * process.exitCode = await main(['list', '--json'], terminal);
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('gen3d');
  const context = createContext(terminal, () => program.opts<ApiFlags>());
  describe(program, context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    context.progress.end();
    const { text, exitCode } = failureOf(error, terminal.signal.aborted, context.watched);
    if (text !== undefined) printLine(terminal.stderr, text);
    return exitCode;
  }
}

function describe(program: Command, context: CommandContext): void {
  const { stdout, stderr } = context.terminal;
  program
    .description('Turn an object in a photo into a 3D model.')
    .option('--api <url>', 'API URL (env: GEN3D_API)')
    .option('--config <file>', 'client config file (default: .gen3d/client.json or web-config.json)')
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    // Throw errors, so that only the launcher ends the process.
    .exitOverride();
  for (const add of [addLogin, addRun, addRetry, addMask, addList, addStatus, addCancel, addDownload]) {
    add(program, context);
  }
}
