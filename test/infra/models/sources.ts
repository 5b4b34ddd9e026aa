import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Origins } from '#infra/models/sources.ts';

export const token = 'hf_token-of-the-test';
export const commit = (letter: string) => letter.repeat(40);

/** What the fake servers hold. Tests change it. */
export interface Contents {
  readonly repositories: Map<string, { commit: string; files: Map<string, string> }>;
  readonly code: Map<string, string>;
}

/** A request that a fake server received. */
export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

/** Fake servers: the hub, its file store at another origin, and GitHub. */
export interface Sources extends AsyncDisposable {
  readonly origins: Origins;
  readonly contents: Contents;
  readonly asked: { hub: Asked[]; store: Asked[] };
  /** Overrides an answer; undefined keeps the usual one. */
  intercept: (path: string) => number | undefined;
  /** Overrides a file's contents or its listed size; undefined keeps the usual one. */
  corrupt: (path: string) => string | undefined;
  /** Bytes after which the store breaks the connection; undefined keeps it. */
  cut: (path: string) => number | undefined;
  size: (path: string) => number | undefined;
}

const sam3d = [
  'ss_generator',
  'slat_generator',
  'ss_decoder',
  'slat_decoder_gs',
  'slat_decoder_gs_4',
  'slat_decoder_mesh',
];

function usualContents(): Contents {
  const checkpoints = sam3d.flatMap((part) => [
    [`checkpoints/${part}.yaml`, `name: ${part}`],
    [`checkpoints/${part}.ckpt`, `weights of ${part} `.repeat(20)],
  ]);
  return {
    repositories: new Map([
      [
        'facebook/sam3',
        {
          commit: commit('a'),
          files: new Map([
            ['LICENSE', 'SAM License'],
            ['config.json', '{}'],
            ['model.safetensors', 'weights of sam3 '.repeat(20)],
            ['processor_config.json', '{"size": 1008}'],
            ['sam3.pt', 'not needed'],
          ]),
        },
      ],
      [
        'facebook/sam-3d-objects',
        {
          commit: commit('b'),
          files: new Map([
            ['LICENSE', 'SAM License'],
            ['README.md', 'not needed'],
            ['checkpoints/pipeline.yaml', 'device: cuda'],
            ['checkpoints/slat_decoder_mesh.pt', 'not needed'],
            ['checkpoints/ss_encoder.safetensors', ''],
            ['checkpoints/ss_encoder.yaml', ''],
            ...checkpoints.map(([path = '', text = '']): [string, string] => [path, text]),
          ]),
        },
      ],
      ['Ruicheng/moge-vitl', { commit: commit('c'), files: new Map([['model.pt', 'weights of moge']]) }],
    ]),
    code: new Map([
      ['hubconf.py', 'from dinov2.hub.backbones import *'],
      ['dinov2/__init__.py', ''],
      ['dinov2/hub/backbones.py', 'print("backbones")'],
      ['LICENSE', 'License of the code'],
      ['README.md', 'not needed'],
    ]),
  };
}

/** Starts the fake servers on free ports. */
export async function startSources(): Promise<Sources> {
  const contents = usualContents();
  const asked: Sources['asked'] = { hub: [], store: [] };
  const store = await listen((request, response) => {
    note(asked.store, request);
    const [repository, path] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('//');
    const status = sources.intercept(path ?? '');
    if (status !== undefined) answer(response, status, '');
    else {
      const text = contents.repositories.get(repository ?? '')?.files.get(path ?? '');
      file(request, response, sources.corrupt(path ?? '') ?? text, sources.cut(path ?? ''));
    }
  });
  const hub = await listen((request, response) => {
    note(asked.hub, request);
    const path = decodeURIComponent(request.url ?? '');
    const status = sources.intercept(path);
    if (status !== undefined) answer(response, status, '');
    else hubAnswer(sources, originOf(store), request, response);
  });
  const sources: Sources = {
    origins: {
      hub: originOf(hub),
      github: originOf(hub),
      githubFiles: `${originOf(hub)}/raw`,
    },
    contents,
    asked,
    intercept: () => undefined,
    corrupt: () => undefined,
    cut: () => undefined,
    size: () => undefined,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hub, store].map((server) => server.close()));
    },
  };
  return sources;
}

function hubAnswer(
  { contents, size }: Sources,
  store: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? '/', 'http://hub');
  const [, name = '', rest = ''] = /^\/(?:api\/models\/)?([\w.-]+\/[\w.-]+)\/(.*)$/.exec(url.pathname) ?? [];
  const repository = contents.repositories.get(name);
  if (url.pathname.startsWith('/raw/')) {
    file(request, response, contents.code.get(url.pathname.split('/').slice(5).join('/')));
  } else if (url.pathname.startsWith('/repos/'))
    answer(response, 200, JSON.stringify(gitTree(contents.code)));
  else if (repository === undefined) answer(response, 404, '');
  else if (rest.startsWith('revision/')) answer(response, 200, JSON.stringify({ sha: repository.commit }));
  else if (rest.startsWith('tree/')) treePage(repository.files, size, url, response);
  else {
    const path = decodeURIComponent(rest.split('/').slice(2).join('/'));
    answer(response, 302, '', { location: `${store}/${encodeURIComponent(`${name}//${path}`)}` });
  }
}

/** Pages of two entries, to cover paging. */
function treePage(
  files: ReadonlyMap<string, string>,
  sizeOf: Sources['size'],
  url: URL,
  response: ServerResponse,
): void {
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const entries = [...files].map(([path, text]) => ({
    type: 'file',
    path,
    oid: gitHash(text),
    size: text.length,
    ...(/\.(ckpt|safetensors|pt)$/.test(path) && {
      lfs: { oid: sha256(text), size: sizeOf(path) ?? text.length },
    }),
  }));
  const next = new URL(url);
  next.searchParams.set('cursor', `${start + 2}`);
  const more = start + 2 < entries.length;
  const link = `<http://${response.req.headers.host}${next.pathname}${next.search}>; rel="next"`;
  answer(response, 200, JSON.stringify(entries.slice(start, start + 2)), more ? { link } : {});
}

function gitTree(code: ReadonlyMap<string, string>) {
  const tree = [...code].map(([path, text]) => ({
    path,
    type: 'blob',
    sha: gitHash(text),
    size: text.length,
  }));
  return { truncated: false, tree: [{ path: 'dinov2', type: 'tree', sha: 'd' }, ...tree] };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const gitHash = (text: string) => createHash('sha1').update(`blob ${text.length}\0${text}`).digest('hex');

function file(
  { headers }: IncomingMessage,
  response: ServerResponse,
  text: string | undefined,
  cut?: number,
): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
  if (text === undefined) answer(response, 404, '');
  else if (cut !== undefined) breakOff(response, text.slice(Number(from ?? 0)), cut);
  else if (from === undefined) answer(response, 200, text);
  else {
    const part = text.slice(Number(from), Number(to) + 1);
    answer(response, 206, part, { 'content-range': `bytes ${from}-${to}/${text.length}` });
  }
}

/** Sends only the first bytes of what it announces. */
function breakOff(response: ServerResponse, text: string, bytes: number): void {
  response.writeHead(206, { 'content-length': text.length });
  response.write(text.slice(0, bytes), () => response.destroy());
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

function note(list: Asked[], { url, headers }: IncomingMessage): void {
  list.push({
    path: decodeURIComponent(url ?? ''),
    authorization: headers.authorization,
    range: headers.range,
  });
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handle);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
