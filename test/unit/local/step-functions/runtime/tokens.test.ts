import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { TaskTokens } from '#local/step-functions/runtime/tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'gen3d-tokens-'));
afterAll(() => rmSync(folder, { recursive: true }));

const subject = {
  executionArn: 'arn:aws:states:us-east-1:123456789012:execution:Gen3DSession:a',
  scheduledEventId: 7,
};

describe('a task token', () => {
  it('is read back as its subject, also after a restart', () => {
    const token = new TaskTokens(folder).issue(subject);

    expect(new TaskTokens(folder).read(token)).toEqual(subject);
  });

  it('is the same for the same task, so that a repeated call carries it again', () => {
    const tokens = new TaskTokens(folder);

    expect(tokens.issue(subject)).toBe(tokens.issue(subject));
    expect(tokens.issue({ ...subject, scheduledEventId: 8 })).not.toBe(tokens.issue(subject));
  });

  it('never starts with a hyphen, which a command line reads as an option', () => {
    const tokens = new TaskTokens(folder);
    fc.assert(
      fc.property(fc.nat(), (scheduledEventId) => {
        expect(tokens.issue({ ...subject, scheduledEventId })).toMatch(/^\w/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that version 0.1 issued is still valid', () => {
    const tokens = new TaskTokens(folder);

    expect(tokens.read(tokens.issue(subject).slice('AAAA'.length))).toEqual(subject);
  });

  it('of another runtime is not valid', () => {
    const other = mkdtempSync(join(tmpdir(), 'gen3d-tokens-'));
    const token = new TaskTokens(other).issue(subject);
    rmSync(other, { recursive: true });

    expect(new TaskTokens(folder).read(token)).toBeUndefined();
  });

  it('cannot be modified anywhere', () => {
    const tokens = new TaskTokens(folder);
    const token = tokens.issue(subject);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019-_'), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(changed !== token);
        expect(tokens.read(changed)).toBeUndefined();
      }),
    );
  });

  it('is never read from random text', () => {
    const tokens = new TaskTokens(folder);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tokens.read(text)).toBeUndefined();
      }),
    );
  });

  it('has a secret that only its owner can read', () => {
    new TaskTokens(folder);

    expect(statSync(join(folder, 'task-token.key')).mode & 0o777).toBe(0o600);
  });
});
