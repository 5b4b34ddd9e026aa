import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openApiDocument } from './document.ts';

/** Where the document lies; `npm run generate` writes it and a test keeps it true. */
export const openApiFile = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'openapi.json');

/** The document as the file's text. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

if (import.meta.main) {
  await mkdir(dirname(openApiFile), { recursive: true });
  await writeFile(openApiFile, openApiText());
}
