import Vips from 'wasm-vips';

type Options = Parameters<typeof Vips>[0];

/** Inputs for one instance, since libvips keeps some memory of each. */
const inputsEach = 1_000;
let vips: ReturnType<typeof Vips> | undefined;
let inputs = 0;

/** Replaces `wasm-vips` in a target, where one process decodes many files: loads libvips once for many inputs. */
export default async function oneVips(options: Options): ReturnType<typeof Vips> {
  inputs += 1;
  if (inputs % inputsEach === 0) await endVips();
  vips ??= Vips({ ...options, dynamicLibraries: ['vips-heif.wasm'] });
  return await vips;
}

/** Ends libvips, as after a trap, which leaves its memory in no known state. */
export async function endVips(): Promise<void> {
  const ended = vips;
  vips = undefined;
  (await ended)?.shutdown();
}
