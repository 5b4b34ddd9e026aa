import { hasText } from './bytes.ts';

/** A format that we know and do not take. `name` has its article, as in "a PDF". */
export interface ForeignFormat {
  readonly name: string;
  /** A sentence that says what to do. */
  readonly advice: string;
}

const advice = {
  photo: 'Save it as JPEG or PNG.',
  drawing: 'Export it as PNG.',
  raw: 'Export it as JPEG from your camera or photo program.',
  video: 'Take a still picture from it and upload that.',
  document: 'Export the picture in it as JPEG or PNG.',
  archive: 'Unpack it and upload the photo inside.',
} as const;
type Kind = keyof typeof advice;

/** Formats by the text at a position, which is 0 unless given. */
const signatures: readonly (readonly [name: string, kind: Kind, text: string, at?: number])[] = [
  ['a JPEG XL picture', 'photo', '\xff\x0a'],
  ['a JPEG XL picture', 'photo', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['a JPEG 2000 picture', 'photo', '\0\0\0\x0cjP  \r\n\x87\n'],
  ['a JPEG 2000 picture', 'photo', '\xff\x4f\xff\x51'],
  ['a JPEG XR picture', 'photo', 'II\xbc'],
  ['a Photoshop document', 'photo', '8BPS'],
  ['a GIMP document', 'photo', 'gimp xcf'],
  ['an icon', 'photo', '\0\0\x01\0'],
  ['a cursor', 'photo', '\0\0\x02\0'],
  ['an Apple icon', 'photo', 'icns'],
  ['an animation (MNG)', 'photo', '\x8aMNG\r\n\x1a\n'],
  ['a PNG for apps of iOS', 'photo', 'CgBI', 12],
  ['an OpenEXR picture', 'photo', 'v/1\x01'],
  ['a Radiance HDR picture', 'photo', '#?RADIANCE'],
  ['a Radiance HDR picture', 'photo', '#?RGBE'],
  ['a DirectDraw texture', 'photo', 'DDS '],
  ['a FITS picture', 'photo', 'SIMPLE  ='],
  ['a DICOM picture', 'photo', 'DICM', 128],
  ['a QOI picture', 'photo', 'qoif'],
  ['a FLIF picture', 'photo', 'FLIF'],
  ['a BPG picture', 'photo', 'BPG\xfb'],
  ['a DjVu document', 'document', 'AT&TFORM'],
  ['a camera raw file (Canon CR2)', 'raw', 'CR\x02', 8],
  ['a camera raw file (Canon CRW)', 'raw', 'HEAPCCDR', 6],
  ['a camera raw file (Canon CR3)', 'raw', 'ftypcrx ', 4],
  ['a camera raw file (Fujifilm RAF)', 'raw', 'FUJIFILMCCD-RAW'],
  ['a camera raw file (Olympus ORF)', 'raw', 'IIRO'],
  ['a camera raw file (Olympus ORF)', 'raw', 'IIRS'],
  ['a camera raw file (Olympus ORF)', 'raw', 'MMOR'],
  ['a camera raw file (Panasonic RW2)', 'raw', 'IIU\0'],
  ['a camera raw file (Phase One IIQ)', 'raw', 'IIII', 8],
  ['a camera raw file (Minolta MRW)', 'raw', '\0MRM'],
  ['a camera raw file (Sigma X3F)', 'raw', 'FOVb'],
  ['a PDF', 'document', '%PDF-'],
  ['an EPS or PostScript file', 'document', '%!PS'],
  ['an EPS or PostScript file', 'document', '\xc5\xd0\xd3\xc6'],
  ['a Windows metafile', 'drawing', '\xd7\xcd\xc6\x9a'],
  ['a Windows metafile', 'drawing', ' EMF', 40],
  ['a ZIP archive or an Office document', 'archive', 'PK\x03\x04'],
  ['an Office document', 'document', '\xd0\xcf\x11\xe0'],
  ['an RTF document', 'document', '{\\rtf'],
  ['a 7-Zip archive', 'archive', '7z\xbc\xaf'],
  ['a RAR archive', 'archive', 'Rar!\x1a'],
  ['a gzip archive', 'archive', '\x1f\x8b\x08'],
  ['a video', 'video', '\x1aE\xdf\xa3'],
  ['a video', 'video', 'AVI ', 8],
  ['a video', 'video', '\0\0\x01\xba'],
  ['a video', 'video', '\0\0\x01\xb3'],
  ['a video', 'video', 'FLV\x01'],
  ['a video', 'video', 'OggS'],
  ['a video', 'video', '0&\xb2u'],
  ['a video', 'video', 'moov', 4],
  ['a video', 'video', 'mdat', 4],
  ['a video', 'video', 'ftyp', 4],
];

/** Bytes in which the root element of an SVG or HTML is looked for, behind comments. */
const markupBytes = 4_096;

/** The format of a file that is none of ours, by its first bytes; undefined when nothing is known about it. */
export function foreignFormat(bytes: Uint8Array): ForeignFormat | undefined {
  const known = signatures.find(([, , text, at = 0]) => hasText(bytes, at, text));
  if (known !== undefined) return foreign(known[0], known[1]);
  if (isTransportStream(bytes)) return foreign('a video', 'video');
  return isSvg(bytes) ? foreign('an SVG drawing', 'drawing') : undefined;
}

/** A format with the advice for its kind. */
export function foreign(name: string, kind: Kind): ForeignFormat {
  return { name, advice: advice[kind] };
}

/** AVCHD and MPEG transport streams: packets of 188 bytes start with G, after a time stamp of 4 bytes or none. */
function isTransportStream(bytes: Uint8Array): boolean {
  return [0, 4].some((stamp) => [0, 1, 2].every((packet) => bytes[stamp + packet * (188 + stamp)] === 0x47));
}

/** SVG is text, in UTF-8 or UTF-16: the bytes of ASCII letters are the same but for zeros between them. */
function isSvg(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, markupBytes)).replaceAll('\0', '');
  return /^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*</.test(head) && /<(\w+:)?svg[\s>]/.test(head);
}
