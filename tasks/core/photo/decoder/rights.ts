import type { Decoder } from './location.ts';

/** The threads of libvips ask an interface for constants that is closed to a process without rights. */
const constants =
  'import { constants } from "node:fs"; process.binding = () => Object.freeze({ fs: { ...constants } });';

/**
 * Node's options for a decoder: it reads its own code, starts threads and nothing else. Where Node can close the network
 * to a process, it does.
 */
export function rightsOf({ folder }: Decoder): readonly string[] {
  return [
    '--no-warnings',
    '--permission',
    `--allow-fs-read=${folder}`,
    // libvips decodes in threads.
    '--allow-worker',
    `--import=data:text/javascript,${encodeURIComponent(constants)}`,
    '--max-old-space-size=512',
  ];
}
