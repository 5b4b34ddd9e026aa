import { join, resolve } from 'node:path';
import { pythonTool } from '#test/python.ts';

/** The fuzzer's command. */
export function fuzzer(): string {
  return pythonTool({
    command: 'schemathesis',
    folder: resolve(import.meta.dirname, '..', '..', '.venv'),
    requirements: join(import.meta.dirname, 'requirements.txt'),
  });
}
