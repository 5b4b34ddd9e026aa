import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommandHome, commandHome } from './home.ts';

let home: CommandHome;

beforeEach(async () => {
  home = await commandHome();
});
afterEach(() => home[Symbol.asyncDispose]());

describe('A command called wrongly', () => {
  test.each([
    ['run missing.png --point 1,1', 'missing.png cannot be read (it does not exist).'],
    ['run text.txt --point 1,1', 'text.txt is not a JPEG or PNG photo.'],
    ['run photo.png --mask text.txt', 'text.txt is not a PNG; a mask has to be one.'],
    ['run photo.png --point 1,1 --out no/where.ply', 'where.ply cannot be written'],
    ['download some-job --out no/where.ply', 'where.ply cannot be written'],
    ['run photo.png --point 1', 'A point is two numbers of pixels'],
    ['run photo.png --box 5,5,1,1', 'A box is its upper left, then its lower right corner.'],
    ['run photo.png --seed -1', 'A seed is a whole number'],
    ['run photo.png --quality best', 'Allowed choices are low, medium, high.'],
    ['run photo.png --mask mask.png --point 1,1', 'Give either a finished mask (--mask) or clicks'],
    ['run photo.png --background 1,1', '--background needs a --point or a --box as well.'],
    ['run', "missing required argument 'photo'"],
    ['mask some-job', 'Pick the object'],
    ['list --all', "unknown option '--all'"],
    ['lsit', "unknown command 'lsit'"],
  ])('%s: one sentence, exit code 2, nothing sent', async (line, sentence) => {
    await home.folder.file('text.txt', 'hello');

    const { exitCode, stderr, stdout } = await home.run(line);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(home.gen3d.requests).toHaveLength(0);
  });

  test('--help is no error', async () => {
    const { exitCode, stdout } = await home.run('--help');

    expect(exitCode).toBe(0);
    for (const name of ['login', 'logout', 'run', 'retry', 'mask', 'list', 'status', 'cancel', 'download']) {
      expect(stdout).toContain(name);
    }
  });
});
