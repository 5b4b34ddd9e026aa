import Vips from 'wasm-vips';

export type VipsModule = Awaited<ReturnType<typeof Vips>>;
export type VipsImage = InstanceType<VipsModule['Image']>;

/**
 * Loads libvips.
 * @param avif also loads the decoder of AVIF, which other formats would wait for in vain
 */
export async function loadVips(avif: boolean): Promise<VipsModule> {
  const vips = await Vips({
    dynamicLibraries: avif ? ['vips-heif.wasm'] : [],
    print: () => {},
    printErr: () => {},
  });
  // Each process decodes one file.
  vips.Cache.max(0);
  return vips;
}
