import type { Libheif } from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { Canvas, type Raster, shrinkFactor, type Tile } from './raster.ts';

type Pixels = Omit<Raster, 'profile'>;

/** Values of libheif's enumerations. */
const colourSpaceRgb = 1;
const interleaved = 10;
const layouts = { 3: 10, 4: 11 } as const;
/** `heif_error_Invalid_input`, and below it the end of the file. */
const endOfData = 100;

/** Where the tiles of a picture lie. A picture without a grid has one tile. */
interface Tiling {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly width: number;
  readonly height: number;
  readonly isCropped: boolean;
  /** How far the first tile begins above and left of the picture, where it is rotated or mirrored. */
  readonly above: number;
  readonly before: number;
}

/**
 * Decodes the primary picture of a HEIC, upright. One that is larger than needed, and has tiles as those of cameras have,
 * is decoded tile by tile and shrinks by a whole factor on the way.
 * @throws Error with libheif's sentence
 */
export async function decodeHeic(bytes: Uint8Array, maxSide: number): Promise<Raster> {
  // Other formats start without it.
  const { default: load } = await import('libheif-js/libheif-wasm/libheif-bundle.mjs');
  return new HeicFile(load({ print: () => {}, printErr: () => {} }), bytes).decode(maxSide);
}

class HeicFile {
  readonly #heif: Libheif;
  /** Memory for libheif's error, and for its results. */
  readonly #error: number;
  readonly #result: number;
  readonly #handle: number;
  readonly #bands: 3 | 4;

  constructor(heif: Libheif, bytes: Uint8Array) {
    this.#heif = heif;
    this.#error = heif._malloc(16);
    this.#result = heif._malloc(128);
    const copy = heif._malloc(bytes.length);
    heif.HEAPU8.set(bytes, copy);
    const context = heif._heif_context_alloc();
    heif._heif_context_read_from_memory_without_copy(this.#error, context, copy, bytes.length, 0);
    this.#check();
    heif._heif_context_get_primary_image_handle(this.#error, context, this.#result);
    this.#check();
    this.#handle = this.#read(this.#result);
    this.#bands = heif._heif_image_handle_has_alpha_channel(this.#handle) ? 4 : 3;
  }

  decode(maxSide: number): Raster {
    const tiling = this.#tiling();
    const factor = shrinkFactor(tiling.width, tiling.height, maxSide);
    const profile = this.#profile();
    const isTiled = tiling.columns * tiling.rows > 1 && !tiling.isCropped;
    const pixels = factor > 1 && isTiled ? this.#byTiles(tiling, factor) : this.#whole(factor);
    return { ...pixels, ...(profile && { profile }) };
  }

  #whole(factor: number): Pixels {
    const [heif, layout] = [this.#heif, layouts[this.#bands]];
    heif._heif_decode_image(this.#error, this.#handle, this.#result, colourSpaceRgb, layout, 0);
    return this.#take((picture) => {
      const canvas = new Canvas(picture, this.#bands, factor);
      canvas.draw(picture, 0, 0);
      return canvas.finish();
    });
  }

  #byTiles(tiling: Tiling, factor: number): Pixels {
    const canvas = new Canvas(tiling, this.#bands, factor);
    for (let row = 0; row < tiling.rows; row += 1) {
      for (let column = 0; column < tiling.columns; column += 1) {
        this.#decodeTile(column, row);
        const [left, top] = [
          column * tiling.tileWidth - tiling.before,
          row * tiling.tileHeight - tiling.above,
        ];
        this.#take((tile) => canvas.draw(tile, left, top));
      }
    }
    return canvas.finish();
  }

  #decodeTile(column: number, row: number): void {
    const [heif, layout] = [this.#heif, layouts[this.#bands]];
    heif._heif_image_handle_decode_image_tile(
      this.#error,
      this.#handle,
      this.#result,
      colourSpaceRgb,
      layout,
      0,
      column,
      row,
    );
  }

  /** Uses the picture that libheif has decoded, and releases it. */
  #take<T>(use: (picture: Tile) => T): T {
    this.#check();
    const heif = this.#heif;
    const image = this.#read(this.#result);
    const at = heif._heif_image_get_plane_readonly(image, interleaved, this.#result);
    const stride = this.#read(this.#result);
    const width = heif._heif_image_get_width(image, interleaved);
    const height = heif._heif_image_get_height(image, interleaved);
    const result = use({ data: heif.HEAPU8.subarray(at, at + stride * height), stride, width, height });
    heif._heif_image_release(image);
    return result;
  }

  #tiling(): Tiling {
    this.#heif._heif_image_handle_get_image_tiling(this.#error, this.#handle, 1, this.#result);
    this.#check();
    const field = (index: number) => this.#read(this.#result + 4 * index);
    const [columns, rows, tileWidth, tileHeight] = [field(1), field(2), field(3), field(4)];
    const width = this.#heif._heif_image_handle_get_width(this.#handle);
    const height = this.#heif._heif_image_handle_get_height(this.#handle);
    // Of a cropped picture libheif tells where the tiles lie before it is turned.
    const isCropped = field(5) !== width || field(6) !== height;
    // It tells how much of the first tile is in a turned picture, and not how much is outside.
    const above = field(7) === 0 ? 0 : rows * tileHeight - height;
    const before = field(8) === 0 ? 0 : columns * tileWidth - width;
    return { columns, rows, tileWidth, tileHeight, width, height, isCropped, above, before };
  }

  #profile(): Uint8Array | undefined {
    const length = this.#heif._heif_image_handle_get_raw_color_profile_size(this.#handle);
    if (length === 0) return undefined;
    const at = this.#heif._malloc(length);
    this.#heif._heif_image_handle_get_raw_color_profile(this.#error, this.#handle, at);
    this.#check();
    return this.#heif.HEAPU8.slice(at, at + length);
  }

  #read(at: number): number {
    return new DataView(this.#heif.HEAPU8.buffer).getUint32(at, true);
  }

  #check(): void {
    if (this.#read(this.#error) === 0) return;
    const at = this.#read(this.#error + 8);
    const end = this.#heif.HEAPU8.indexOf(0, at);
    const sentence = new TextDecoder().decode(this.#heif.HEAPU8.slice(at, end));
    throw new Error(this.#read(this.#error + 4) === endOfData ? `truncated: ${sentence}` : sentence);
  }
}
