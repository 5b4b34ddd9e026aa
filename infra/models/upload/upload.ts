import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { DeleteObjectCommand, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { modelPrefixes } from '#contracts/keys.ts';
import { isCheckpoint, weightsIndexKey } from '../layout.ts';
import { type RemoteFile, SourceError } from '../remote-file.ts';
import { megabytes } from '../size.ts';
import { type ModelFiles, modelFiles, type Origins } from '../sources.ts';
import { type Destination, holds, transfer } from '../transfer.ts';
import { pathOf, readIndex } from '../weights-index.ts';

interface Upload {
  readonly destination: Destination;
  readonly log: (line: string) => void;
}

/**
 * Copies both models from their sources to `models/` in the bucket, file by file and as they are. A second run skips
 * the files that are already there.
 * @throws SourceError
 */
export async function uploadOriginals({
  origins,
  token,
  destination,
  log,
}: Upload & { readonly origins: Origins; readonly token: string | undefined }): Promise<void> {
  const { remote, texts } = await modelFiles(origins, token);
  await send(destination, remote, log);
  await finish(destination, remote, texts, log);
}

/**
 * Uploads a folder of converted models, of which every file is verified while it is read. A second run skips the files
 * that are already there.
 * @param files what `downloadModels` returned
 * @throws SourceError
 */
export async function uploadFolder({
  folder,
  files: { remote, texts },
  destination,
  log,
}: Upload & { readonly folder: string; readonly files: ModelFiles }): Promise<void> {
  const index = await readIndex(folder);
  if (index === undefined) throw new SourceError(`${folder} holds no converted weights.`);
  const onDisk = (file: Omit<RemoteFile, 'url'>): RemoteFile => ({
    key: file.key,
    bytes: file.bytes,
    fingerprint: file.fingerprint,
    url: pathToFileURL(pathOf(folder, file.key)).href,
  });
  const stored = Object.entries(index.files).map(([name, { bytes, sha256 }]) =>
    onDisk({ key: modelPrefixes.sam3d + name, bytes, fingerprint: { kind: 'sha256', hex: sha256 } }),
  );
  const path = pathOf(folder, weightsIndexKey);
  const hex = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const { size } = await stat(path);
  const description = onDisk({ key: weightsIndexKey, bytes: size, fingerprint: { kind: 'sha256', hex } });
  const { s3, bucket: Bucket } = destination;
  // An instance that starts now must not read new files by an old index.
  if (!(await holds(destination, description)))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: weightsIndexKey }));
  const all = [...remote.filter(({ key }) => !isCheckpoint(key)).map(onDisk), ...stored, description];
  await send(destination, all, log);
  await finish(destination, all, texts, log);
}

async function send(
  destination: Destination,
  files: readonly RemoteFile[],
  log: (line: string) => void,
): Promise<void> {
  for (const file of files) {
    const sent = await transfer(destination, file);
    log(`✓ ${file.key} ${megabytes(file.bytes)}${sent ? '' : ' (already there)'}`);
  }
}

/** Writes the texts, which mark the upload as complete, and deletes the weights of another layout. */
async function finish(
  { s3, bucket: Bucket }: Destination,
  files: readonly RemoteFile[],
  texts: ModelFiles['texts'],
  log: (line: string) => void,
): Promise<void> {
  for (const [Key, Body] of texts) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const kept = new Set(files.map(({ key }) => key));
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: modelPrefixes.sam3d });
  const others: string[] = [];
  for await (const { Contents = [] } of pages) {
    others.push(...Contents.flatMap(({ Key = '' }) => (isWeights(Key) && !kept.has(Key) ? [Key] : [])));
  }
  // First the index: without it, the original checkpoints are read.
  others.sort((one, other) => Number(other === weightsIndexKey) - Number(one === weightsIndexKey));
  for (const Key of others) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    log(`− ${Key}, which the uploaded files replace`);
  }
}

const isWeights = (key: string) =>
  /^models\/sam3d\/([^/]+\.(ckpt|safetensors)|weights\.json|hub\/.+\.pth)$/.test(key);
