import type { Libheif } from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { Canvas, type Raster, shrinkFactor } from './raster.ts';

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
  /** How far the first tile begins above and left of the picture, where it is turned. */
  readonly above: number;
  readonly before: number;
}

/**
 * Decodes the primary picture of a HEIC, upright, tile by tile. A picture that is larger than needed shrinks by a whole
 * factor on the way.
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
    const canvas = new Canvas(tiling, this.#bands, shrinkFactor(tiling.width, tiling.height, maxSide));
    for (let row = 0; row < tiling.rows; row += 1) {
      for (let column = 0; column < tiling.columns; column += 1) {
        this.#drawTile(canvas, tiling, column, row);
      }
    }
    const profile = this.#profile();
    return { ...canvas.finish(), ...(profile && { profile }) };
  }

  #drawTile(canvas: Canvas, tiling: Tiling, column: number, row: number): void {
    const heif = this.#heif;
    const request = [
      this.#error,
      this.#handle,
      this.#result,
      colourSpaceRgb,
      layouts[this.#bands],
      0,
    ] as const;
    // libheif refuses the only tile of a picture that is turned by 90°.
    if (tiling.columns * tiling.rows === 1) heif._heif_decode_image(...request);
    else heif._heif_image_handle_decode_image_tile(...request, column, row);
    this.#check();
    const image = this.#read(this.#result);
    const at = heif._heif_image_get_plane_readonly(image, interleaved, this.#result);
    const stride = this.#read(this.#result);
    const width = heif._heif_image_get_width(image, interleaved);
    const height = heif._heif_image_get_height(image, interleaved);
    const data = heif.HEAPU8.subarray(at, at + stride * height);
    const [left, top] = [column * tiling.tileWidth - tiling.before, row * tiling.tileHeight - tiling.above];
    canvas.draw({ data, stride, width, height }, left, top);
    heif._heif_image_release(image);
  }

  #tiling(): Tiling {
    this.#heif._heif_image_handle_get_image_tiling(this.#error, this.#handle, 1, this.#result);
    this.#check();
    const field = (index: number) => this.#read(this.#result + 4 * index);
    const width = this.#heif._heif_image_handle_get_width(this.#handle);
    const height = this.#heif._heif_image_handle_get_height(this.#handle);
    // Of a cropped picture libheif tells where the tiles lie before it is turned, so it is decoded as a whole.
    const isCropped = field(5) !== width || field(6) !== height;
    const [columns, rows] = isCropped ? [1, 1] : [field(1), field(2)];
    const [tileWidth, tileHeight] = isCropped ? [width, height] : [field(3), field(4)];
    // libheif tells how much of the first tile is in a turned picture, and not how much is outside.
    const above = field(7) === 0 ? 0 : rows * tileHeight - height;
    const before = field(8) === 0 ? 0 : columns * tileWidth - width;
    return { columns, rows, tileWidth, tileHeight, width, height, above, before };
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
