import { join } from 'node:path';
import { pythonCommands } from '#test/python.ts';

/** The fuzzer's command. */
export function fuzzer(): string {
  return join(pythonCommands('fuzz', join(import.meta.dirname, 'requirements.txt')), 'schemathesis');
}
