import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { hasSelection, type SelectionOptions, withSelection } from '#client/commands/selection.ts';
import { UsageError } from '#client/errors.ts';
import type { Output } from '#client/terminal.ts';

const samplePhoto = fileURLToPath(new URL('./sample/coffee.png', import.meta.url));
/** On the cup of the sample photo. */
const sampleClick = { x: 285, y: 150 };

export interface DemoOptions {
  readonly photo: string;
  readonly selection: SelectionOptions;
}

/**
 * Reads the demo's arguments. By default the demo clicks the cup of the sample photo.
 * @throws CommanderError after commander has printed the problem; UsageError
 */
export function readDemoOptions(
  args: readonly string[],
  output: { stdout: Output; stderr: Output },
): DemoOptions {
  const command = withSelection(new Command('npm run demo --'))
    .description('Runs one session on this computer, from a photo to an email with a 3D model.')
    .option('--photo <file>', 'a photo (default: a cup of coffee)')
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text),
    })
    .exitOverride()
    .parse(args, { from: 'user' });
  const { photo, ...selection } = command.opts<SelectionOptions & { photo?: string }>();
  if (hasSelection(selection)) return { photo: photo ?? samplePhoto, selection };
  if (photo !== undefined) throw new UsageError('Select the object. Use --point X,Y, --box or --mask FILE.');
  return { photo: samplePhoto, selection: { ...selection, point: [sampleClick] } };
}
