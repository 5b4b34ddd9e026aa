import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Modules of packages that stay files of their own, as their licence (LGPL) asks: anyone can replace them. */
const modules: Readonly<Record<string, string>> = {
  'wasm-vips': 'vips-node.mjs',
  'libheif-js/libheif-wasm/libheif-bundle.mjs': 'libheif-bundle.mjs',
};

/** Files beside the decoder, by their place among the packages: modules, WebAssembly and licences. */
const files: Readonly<Record<string, string>> = {
  'vips-node.mjs': 'wasm-vips/lib/vips-node.mjs',
  'vips.wasm': 'wasm-vips/lib/vips.wasm',
  'vips-heif.wasm': 'wasm-vips/lib/vips-heif.wasm',
  'vips-LICENSE.txt': 'wasm-vips/LICENSE',
  'vips-THIRD-PARTY-NOTICES.md': 'wasm-vips/THIRD-PARTY-NOTICES.md',
  'libheif-bundle.mjs': 'libheif-js/libheif-wasm/libheif-bundle.mjs',
  'libheif-LICENSE.txt': 'libheif-js/libheif-wasm/LICENSE',
};

const besideDecoder: Plugin = {
  name: 'beside-decoder',
  setup({ onResolve }) {
    onResolve({ filter: /^(wasm-vips|libheif-js)/ }, ({ path }) => ({
      path: `./${modules[path]}`,
      external: true,
    }));
  },
};

/** Bundles the decoder of photos and masks (`decoder.mjs`) into a folder, with libvips and libheif beside it. */
export async function bundleDecoder(root: string, folder: string): Promise<void> {
  const built = await build({
    absWorkingDir: root,
    entryPoints: ['tasks/core/photo/decoder/main.ts'],
    outfile: 'dist/decoder.mjs',
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    plugins: [besideDecoder],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  for (const { contents } of built.outputFiles) writeFileSync(join(folder, 'decoder.mjs'), contents);
  for (const [name, source] of Object.entries(files)) {
    writeFileSync(join(folder, name), readFileSync(join(root, 'node_modules', source)));
  }
}
