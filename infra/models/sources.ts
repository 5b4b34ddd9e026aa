import { z } from 'zod';
import { modelPrefixes } from '#contracts/keys.ts';
import { type HubRepository, listRepository } from './hub.ts';
import { licenseKeys, missingModelFiles } from './layout.ts';
import { type RemoteFile, request, SourceError } from './remote-file.ts';

/** Servers of the models and their dependencies. Tests use local ones. */
export interface Origins {
  readonly hub: string;
  /** GitHub's API and its raw files. */
  readonly github: string;
  readonly githubFiles: string;
}

export const publicOrigins: Origins = {
  hub: 'https://huggingface.co',
  github: 'https://api.github.com',
  githubFiles: 'https://raw.githubusercontent.com',
};

/** Everything under `models/` in the bucket. */
export interface ModelFiles {
  readonly remote: readonly RemoteFile[];
  /** Small texts, by key. */
  readonly texts: ReadonlyMap<string, string>;
}

/** DINOv2 code that SAM 3D Objects runs; the checkpoints hold its weights. Pinned, since the container executes it. */
const dinov2 = { name: 'facebookresearch/dinov2', commit: 'b8931f7bf91576930313be2c6d6af376033b35f0' };
const sam3Files = ['config.json', 'model.safetensors', 'processor_config.json'];
const license = /^LICENSE(\.(txt|md))?$/i;
const hubCache = `${modelPrefixes.sam3d}hub/`;

/**
 * Lists the model files at their sources, with the keys that the container reads (see container/README.md).
 * @throws SourceError also when a source lacks a file that the container needs
 */
export async function modelFiles(origins: Origins, token: string | undefined): Promise<ModelFiles> {
  const sam3 = await listRepository(origins.hub, 'facebook/sam3', token);
  const sam3d = await listRepository(origins.hub, 'facebook/sam-3d-objects', token);
  const moge = await listRepository(origins.hub, 'Ruicheng/moge-vitl', token);
  const remote = [
    ...repositoryFiles(sam3, modelPrefixes.sam3, (path) =>
      license.test(path) ? 'LICENSE' : sam3Files.find((name) => name === path),
    ),
    // Other files there are copies of these, or empty.
    ...repositoryFiles(sam3d, modelPrefixes.sam3d, (path) =>
      license.test(path) ? 'LICENSE' : /^checkpoints\/([^/]+\.(?:yaml|ckpt))$/.exec(path)?.[1],
    ),
    ...repositoryFiles(moge, `${mogeCache}snapshots/${moge.commit}/`, (path) =>
      path === 'model.pt' ? path : undefined,
    ),
    ...(await dinov2Code(origins)),
  ];
  remote.push(...(await missingLicenses(origins, remote)));
  const texts = new Map([
    [`${modelPrefixes.sam3}revision.txt`, sam3.commit],
    [`${modelPrefixes.sam3d}revision.txt`, sam3d.commit],
    [`${mogeCache}refs/main`, moge.commit],
  ]);
  const keys = [...remote.map(({ key }) => key), ...texts.keys()];
  const missing = [...missingModelFiles(keys), ...licenseKeys.filter((key) => !keys.includes(key))];
  if (missing.length > 0) {
    throw new SourceError(`The model repositories have changed. They lack ${missing.join(', ')}.`);
  }
  return { remote, texts };
}

/** Cache layout of huggingface_hub; HF_HOME is `hub/huggingface`. */
const mogeCache = `${hubCache}huggingface/hub/models--Ruicheng--moge-vitl/`;

/** @param rename maps a path to its name under `prefix`, or to undefined to omit it */
function repositoryFiles(
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

/** Cache layout of torch.hub; TORCH_HOME is `hub/torch`. */
function dinov2Code(origins: Origins): Promise<RemoteFile[]> {
  const { name, commit } = dinov2;
  const folder = `${hubCache}torch/hub/${name.replace('/', '_')}_main/`;
  return codeFiles(origins, name, commit, (path) =>
    /^(hubconf\.py|dinov2\/.+\.(py|yaml))$/.test(path) ? folder + path : undefined,
  );
}

/** The licenses that the hub's repositories lack, from those of the code. They are the same text. */
async function missingLicenses(origins: Origins, found: readonly RemoteFile[]): Promise<RemoteFile[]> {
  const lacking = licenseKeys.filter((wanted) => !found.some(({ key }) => key === wanted));
  const files = lacking.map((key) => {
    const name = key.startsWith(modelPrefixes.sam3) ? 'sam3' : 'sam-3d-objects';
    return codeFiles(origins, `facebookresearch/${name}`, 'main', (path) =>
      license.test(path) ? key : undefined,
    );
  });
  return (await Promise.all(files)).flat();
}

/** Files of a GitHub repository. @param keyOf the key of a path, or undefined to omit it */
async function codeFiles(
  { github, githubFiles }: Origins,
  name: string,
  commit: string,
  keyOf: (path: string) => string | undefined,
): Promise<RemoteFile[]> {
  const listing = await request(`${github}/repos/${name}/git/trees/${commit}?recursive=1`, undefined);
  const { tree } = GitTree.parse(await listing.json());
  return tree.flatMap(({ type, path, sha, size }) => {
    const key = type === 'blob' ? keyOf(path) : undefined;
    if (key === undefined) return [];
    const url = `${githubFiles}/${name}/${commit}/${path}`;
    return [{ key, url, bytes: size, fingerprint: { kind: 'git', hex: sha } as const }];
  });
}
