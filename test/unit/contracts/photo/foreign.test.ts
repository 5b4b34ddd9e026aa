import { describe, expect, it } from 'vitest';
import { box, text, u32 } from './support/containers.ts';
import { inspected, refusal } from './support/inspection.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>';
const brand = (name: string) => box('ftyp', text(name), u32(0), text('isom'));

describe('a format that we know and do not take', () => {
  it.each([
    ['SVG', text(svg)],
    ['SVG', text(`\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a comment -->\n<!DOCTYPE svg>\n${svg}`)],
    ['SVG', Buffer.from(`\ufeff${svg}`, 'utf16le')],
    ['PDF', text('%PDF-1.7\n')],
    ['CR2', text('II*\0\x10\0\0\0CR\x02\0')],
    ['CR3', brand('crx ')],
    ['RAF', text('FUJIFILMCCD-RAW 0201')],
    ['RW2', text('IIU\0\x18\0\0\0')],
    ['IIQ', text('II*\0\x08\0\0\0IIII')],
    ['ORF', text('IIRO\x08\0\0\0')],
    ['JPEG XL', text('\xff\x0a\xfa\x7f')],
    ['JPEG XL', text('\0\0\0\x0cJXL \r\n\x87\n')],
    ['JPEG 2000', text('\0\0\0\x0cjP  \r\n\x87\n')],
    ['video', brand('isom')],
    ['video', brand('qt  ')],
    ['video', text('\x1aE\xdf\xa3webm')],
    ['video', text('RIFF\0\0\0\0AVI LIST')],
    ['video', Buffer.alloc(1_000, Buffer.concat([text('G'), Buffer.alloc(187)]))],
    ['video', Buffer.alloc(1_000, Buffer.concat([text('TIMEG'), Buffer.alloc(187)]))],
    ['icon', text('\0\0\x01\0\x01\0')],
    ['Photoshop', text('8BPS\0\x01')],
    ['EPS', text('%!PS-Adobe-3.0 EPSF-3.0')],
    ['ZIP', text('PK\x03\x04')],
  ])('is named in two sentences: %s', (name, bytes) => {
    expect(inspected(bytes)).toBe('PhotoFormatUnknown');
    expect(refusal(bytes)).toContain(name);
    expect(refusal(bytes)).toMatch(/^This file is .+\. [A-Z].+\.$/);
  });

  it.each([
    ['text', text('Dear Sir or Madam, this is no picture.')],
    ['HTML', text('<!DOCTYPE html><html><body>An SVG is a drawing.</body></html>')],
    ['XML', text('<?xml version="1.0"?><recipe/>')],
    ['zeros', Buffer.alloc(1_000)],
    ['a byte', text('x')],
  ])('is no image at all: %s', (_, bytes) => {
    expect(inspected(bytes)).toBe('PhotoNotAnImage');
  });
});
