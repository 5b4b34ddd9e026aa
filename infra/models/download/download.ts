import { mkdir, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCheckpoint, type Layout, weightsIndexKey } from '../layout.ts';
import { type Command, runPython, torchPython } from '../python.ts';
import { type RemoteFile, SourceError } from '../remote-file.ts';
import { bytesOnDisk, saveFile } from '../save-file.ts';
import { megabytes } from '../size.ts';
import { type ModelFiles, modelFiles, type Origins } from '../sources.ts';
import { covers, pathOf, readIndex } from '../weights-index.ts';

export interface DownloadOptions {
  readonly origins: Origins;
  readonly token: string | undefined;
  /** Gets `sam3/` and `sam3d/`, as the container finds them in its model folder. */
  readonly folder: string;
  readonly layout: Layout;
  readonly log: (line: string) => void;
  /** Python that converts. */
  readonly python?: Command;
}

/**
 * Downloads both models into a folder and converts the checkpoints. A second run continues, or finds nothing to do.
 * @returns the files at their sources
 * @throws SourceError; PythonError when the conversion fails
 *
 * @example
 * await downloadModels({ origins: publicOrigins, token, folder: 'weights', layout: 'converted', log: console.log });
 */
export async function downloadModels(options: DownloadOptions): Promise<ModelFiles> {
  const { origins, token, folder, layout, log, python = torchPython } = options;
  if (layout === 'converted') await checkPython(python);
  const files = await modelFiles(origins, token);
  const checkpoints = files.remote.filter(({ key }) => isCheckpoint(key));
  const index = await readIndex(folder);
  const converted = index !== undefined && covers(index, checkpoints);
  if (converted && layout === 'original') {
    throw new SourceError(`${folder} holds converted weights. Choose another folder for the original ones.`);
  }
  const needed = converted ? files.remote.filter(({ key }) => !isCheckpoint(key)) : files.remote;
  await checkSpace(folder, needed, layout);
  for (const file of needed) {
    const saved = await saveFile(file, pathOf(folder, file.key), progressOf(file, log));
    log(`✓ ${file.key} ${megabytes(file.bytes)}${saved ? '' : ' (already there)'}`);
  }
  for (const [key, text] of files.texts) {
    await mkdir(dirname(pathOf(folder, key)), { recursive: true });
    await writeFile(pathOf(folder, key), text);
  }
  if (layout === 'original') return files;
  log(converted ? '✓ The checkpoints are converted.' : 'Converting the checkpoints, about 2 minutes…');
  if (!converted) await convert(folder, python);
  return files;
}

/** Tells how far a large file is, at most every ten seconds. */
function progressOf({ key, bytes }: RemoteFile, log: DownloadOptions['log']): (done: number) => void {
  let told = Date.now();
  return (done) => {
    if (Date.now() - told < 10_000) return;
    told = Date.now();
    log(`… ${key} ${megabytes(done)} of ${megabytes(bytes)}`);
  };
}

async function convert(folder: string, python: Command): Promise<void> {
  const checkpoints = dirname(pathOf(folder, weightsIndexKey));
  const args = ['-m', 'gen3d_container.weights', 'convert', checkpoints, '--remove'];
  await runPython('The conversion', python, args);
}

/** Fails before hours of download. */
async function checkPython(python: Command): Promise<void> {
  try {
    await runPython('Python', python, ['-c', 'import safetensors, torch, yaml']);
  } catch (cause) {
    const message =
      'Converting the weights needs Python 3.11 or newer with its venv module. Install it, or use --original, ' +
      'which keeps the files as they are: twice the size and a slower start.';
    throw new SourceError(message, { cause });
  }
}

async function checkSpace(folder: string, files: readonly RemoteFile[], layout: Layout): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  let needed = 0;
  for (const { key, bytes } of files) {
    needed += bytes - (await bytesOnDisk(pathOf(folder, key)));
    if (layout === 'converted' && isCheckpoint(key)) needed += bytes / 2;
  }
  if (needed <= bavail * bsize) return;
  throw new SourceError(
    `${folder} needs ${megabytes(needed)} of free space, but has ${megabytes(bavail * bsize)}. ` +
      'Free some, or choose another folder with --folder.',
  );
}
