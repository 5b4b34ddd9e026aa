import { z } from 'zod';
import { modelPrefixes } from '#tasks/core/keys.ts';
import { type HubRepository, listRepository } from './hub.ts';
import { missingModelFiles } from './layout.ts';
import { ask, type RemoteFile, SourceError } from './remote-file.ts';

/** Where models and what they need come from; tests put stand-ins here. */
export interface Origins {
  readonly hub: string;
  /** GitHub's API and its raw files. */
  readonly github: string;
  readonly githubFiles: string;
  readonly weights: string;
}

export const publicOrigins: Origins = {
  hub: 'https://huggingface.co',
  github: 'https://api.github.com',
  githubFiles: 'https://raw.githubusercontent.com',
  weights: 'https://dl.fbaipublicfiles.com',
};

/** Everything that goes below `models/`. */
export interface ModelFiles {
  readonly remote: readonly RemoteFile[];
  /** Small texts, by key. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Code of DINOv2 that SAM 3D Objects runs: pinned, since the container executes it. */
const dinov2 = { name: 'facebookresearch/dinov2', commit: 'b8931f7bf91576930313be2c6d6af376033b35f0' };
const dinov2Weights = 'dinov2_vitl14_reg4_pretrain.pth';
const sam3Files = ['config.json', 'model.safetensors', 'processor_config.json'];
const hubCache = `${modelPrefixes.sam3d}hub/`;

/**
 * What lies at the sources, as the container reads it (see container/README.md).
 * @throws SourceError also when a source lacks a file that the container needs
 */
export async function modelFiles(origins: Origins, token: string | undefined): Promise<ModelFiles> {
  const sam3 = await listRepository(origins.hub, 'facebook/sam3', token);
  const sam3d = await listRepository(origins.hub, 'facebook/sam-3d-objects', token);
  const moge = await listRepository(origins.hub, 'Ruicheng/moge-vitl', token);
  const remote = [
    ...ownFiles(sam3, modelPrefixes.sam3, (path) => (sam3Files.includes(path) ? path : undefined)),
    ...ownFiles(sam3d, modelPrefixes.sam3d, (path) => /^checkpoints\/(.+)$/.exec(path)?.[1]),
    ...ownFiles(moge, `${mogeCache}snapshots/${moge.commit}/`, (path) =>
      path === 'model.pt' ? path : undefined,
    ),
    ...(await dinov2Code(origins)),
    await dinov2Checkpoint(origins),
  ];
  const texts = new Map([
    [`${modelPrefixes.sam3}revision.txt`, sam3.commit],
    [`${modelPrefixes.sam3d}revision.txt`, sam3d.commit],
    [`${mogeCache}refs/main`, moge.commit],
  ]);
  const missing = missingModelFiles([...remote.map(({ key }) => key), ...texts.keys()]);
  if (missing.length > 0) {
    throw new SourceError(`The repositories have changed: nothing there for ${missing.join(', ')}.`);
  }
  return { remote, texts };
}

/** As huggingface_hub keeps a repository: HF_HOME is `hub/huggingface`. */
const mogeCache = `${hubCache}huggingface/hub/models--Ruicheng--moge-vitl/`;

/** @param rename a path's name below `prefix`, undefined for what is not needed */
function ownFiles(
  { files }: HubRepository,
  prefix: string,
  rename: (path: string) => string | undefined,
): RemoteFile[] {
  return files.flatMap(({ path, ...file }) => {
    const name = rename(path);
    return name === undefined ? [] : [{ ...file, key: prefix + name }];
  });
}

const GitTree = z.object({
  truncated: z.literal(false),
  tree: z.array(
    z.object({ path: z.string(), type: z.string(), sha: z.string(), size: z.number().default(0) }),
  ),
});

/** As torch.hub keeps a repository: TORCH_HOME is `hub/torch`. */
async function dinov2Code({ github, githubFiles }: Origins): Promise<RemoteFile[]> {
  const { name, commit } = dinov2;
  const listing = await ask(`${github}/repos/${name}/git/trees/${commit}?recursive=1`, undefined);
  const { tree } = GitTree.parse(await listing.json());
  const needed = tree.filter(
    ({ type, path }) => type === 'blob' && /^(hubconf\.py|dinov2\/.+\.(py|yaml))$/.test(path),
  );
  return needed.map(({ path, sha, size }) => ({
    key: `${hubCache}torch/hub/${name.replace('/', '_')}_main/${path}`,
    url: `${githubFiles}/${name}/${commit}/${path}`,
    bytes: size,
    fingerprint: { kind: 'git', hex: sha },
  }));
}

async function dinov2Checkpoint({ weights }: Origins): Promise<RemoteFile> {
  const url = `${weights}/dinov2/dinov2_vitl14/${dinov2Weights}`;
  const first = await ask(url, undefined, { range: 'bytes=0-0' });
  await first.body?.cancel();
  const bytes = Number(/\/(\d+)$/.exec(first.headers.get('content-range') ?? '')?.[1]);
  if (!Number.isSafeInteger(bytes)) throw new SourceError(`${url} does not say how long it is.`);
  const version = first.headers.get('etag')?.replaceAll('"', '') ?? 'unnamed';
  return {
    key: `${hubCache}torch/hub/checkpoints/${dinov2Weights}`,
    url,
    bytes,
    fingerprint: { kind: 'version', name: version },
  };
}
