/** A BMP of 24 bits from rows of RGB. */
export function bmp24(rgb: Uint8Array, width: number, height: number): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let band = 0; band < 3; band += 1) {
        pixels[(height - 1 - y) * stride + x * 3 + 2 - band] = rgb[(y * width + x) * 3 + band] ?? 0;
      }
    }
  }
  return bmp({ width, height, bits: 24 }, pixels);
}

export interface BmpShape {
  readonly width: number;
  /** Negative when rows run from top to bottom. */
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  /** Bytes between header and pixels: masks and palette. */
  readonly between?: Uint8Array;
  /** 12 is OS/2's, 40 Windows', 124 its fifth. */
  readonly headerBytes?: number;
}

/** A BMP of any kind, from its stored pixels. */
export function bmp(shape: BmpShape, pixels: Uint8Array): Buffer {
  const { width, height, bits, compression = 0, between = new Uint8Array(), headerBytes = 40 } = shape;
  // A long header holds the masks that follow a short one.
  const header = Buffer.alloc(14 + headerBytes);
  header.write('BM');
  header.writeUInt32LE(header.length + between.length, 10);
  header.writeUInt32LE(headerBytes, 14);
  if (headerBytes === 12) {
    [width, height, 1, bits].forEach((value, index) => {
      header.writeUInt16LE(value, 18 + index * 2);
    });
  } else {
    header.writeInt32LE(width, 18);
    header.writeInt32LE(height, 22);
    header.writeUInt16LE(1, 26);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(compression, 30);
  }
  return Buffer.concat([header, between, pixels]);
}
