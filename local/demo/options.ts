import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { hasSelection, type SelectionOptions, withSelection } from '#client/commands/selection.ts';
import { UsageError } from '#client/errors.ts';
import type { Output } from '#client/terminal.ts';

const samplePhoto = fileURLToPath(new URL('../sample/coffee.png', import.meta.url));
/** In the middle of the cup on the sample photo. */
const sampleClick = { x: 285, y: 150 };

export interface DemoOptions {
  readonly photo: string;
  readonly selection: SelectionOptions;
}

/**
 * Reads the demo's command line; by itself it clicks at the cup of the sample photo.
 * @throws CommanderError after commander has told what is wrong; UsageError
 */
export function readDemoOptions(
  args: readonly string[],
  output: { stdout: Output; stderr: Output },
): DemoOptions {
  const command = withSelection(new Command('npm run demo --'))
    .description('Runs a whole session on this machine: from a photo to a mail with a 3D model.')
    .option('--photo <file>', 'a JPEG or PNG photo (default: a cup of coffee)')
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text),
    })
    .exitOverride()
    .parse(args, { from: 'user' });
  const { photo, ...selection } = command.opts<SelectionOptions & { photo?: string }>();
  if (hasSelection(selection)) return { photo: photo ?? samplePhoto, selection };
  if (photo !== undefined)
    throw new UsageError('Say where the object is: --point X,Y, --box or --mask FILE.');
  return { photo: samplePhoto, selection: { ...selection, point: [sampleClick] } };
}
