import { existsSync, readFileSync } from 'node:fs';
import type { SourceMap } from 'node:module';

const frame = /^(?<before>.*?)\(?(?<file>\/[^():]+):(?<line>\d+):(?<column>\d+)\)?$/;
const maps = new Map<string, SourceMap | undefined>();

/**
 * Maps a stack frame of a bundle to its source. Other frames stay unchanged. Node's own flag would read the map at each
 * start, but most starts never see an error.
 */
export function inSource(text: string): string {
  const { before, file, line, column } = frame.exec(text)?.groups ?? {};
  if (before === undefined || file === undefined) return text;
  const origin = mapOf(file)?.findOrigin(Number(line), Number(column));
  if (origin === undefined || !('fileName' in origin)) return text;
  return `${before}(${origin.fileName.replace(/^(\.\.\/)+/, '')}:${origin.lineNumber}:${origin.columnNumber})`;
}

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  if (!existsSync(file)) return undefined;
  const { SourceMap } = process.getBuiltinModule('node:module');
  return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
}
