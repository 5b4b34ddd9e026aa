import { z } from 'zod';
import type { Fingerprint } from './fingerprint.ts';
import { type RemoteFile, request, SourceError } from './remote-file.ts';

const Revision = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) });
const Tree = z.array(
  z.object({
    type: z.enum(['file', 'directory']),
    path: z.string(),
    oid: z.string(),
    size: z.number().default(0),
    lfs: z.object({ oid: z.string(), size: z.number() }).optional(),
  }),
);

/** A model hub repository at one commit. */
export interface HubRepository {
  readonly name: string;
  readonly commit: string;
  readonly files: readonly (Omit<RemoteFile, 'key'> & { readonly path: string })[];
}

/**
 * Lists a repository at the newest commit of its main branch, and checks that its files can be read.
 * @throws SourceError when the token is missing or the license is not accepted
 */
export async function listRepository(hub: string, name: string, token?: string): Promise<HubRepository> {
  const revision = await request(`${hub}/api/models/${name}/revision/main`, token);
  const { sha: commit } = Revision.parse(await revision.json());
  const files = (await tree(`${hub}/api/models/${name}/tree/${commit}?recursive=true`, token))
    .filter(({ type }) => type === 'file')
    .map(({ path, oid, size, lfs }) => ({
      path,
      url: `${hub}/${name}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`,
      bytes: lfs?.size ?? size,
      fingerprint: (lfs ? { kind: 'sha256', hex: lfs.oid } : { kind: 'git', hex: oid }) satisfies Fingerprint,
      ...(token !== undefined && { token }),
    }));
  const [first] = files;
  if (first === undefined) throw new SourceError(`${hub}/${name} is empty.`);
  // Listing needs no license; reading a file does, so this fails early.
  await (await request(first.url, token, { range: 'bytes=0-0' })).body?.cancel();
  return { name, commit, files };
}

async function tree(url: string, token: string | undefined): Promise<z.infer<typeof Tree>> {
  const page = await request(url, token);
  const entries = Tree.parse(await page.json());
  const next = /<([^>]+)>;\s*rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
  return next === undefined ? entries : [...entries, ...(await tree(next, token))];
}
