import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJob } from '#preview/server/jobs.ts';

function files(folder: string): string[] {
  return readdirSync(`events/model/jobs/${folder}`).map((name) => `events/model/jobs/${folder}/${name}`);
}

describe('jobs that the container tests use too', () => {
  it.each(files('valid'))('reads %s', (file) => {
    const text = readFileSync(file, 'utf8');

    expect(parseJob(text).task).toBe(JSON.parse(text).task);
  });

  it.each([...files('invalid'), ...files('refused')])('%s is rejected', (file) => {
    expect(() => parseJob(readFileSync(file, 'utf8'))).toThrow(
      expect.objectContaining({ code: 'InvalidJob' }),
    );
  });
});
