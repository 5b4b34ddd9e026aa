import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CommandEnvironment, commandEnvironment } from './environment.ts';

let environment: CommandEnvironment;

beforeEach(async () => {
  environment = await commandEnvironment();
});
afterEach(() => environment[Symbol.asyncDispose]());

describe('a command with wrong arguments', () => {
  test.each([
    ['run missing.png --point 1,1', 'missing.png (it does not exist).'],
    ['run . --point 1,1', '(it is a folder).'],
    ['run text.txt --point 1,1', "text.txt: This file isn't a photo."],
    ['run drawing.jpg --point 1,1', 'drawing.jpg: This file is an SVG drawing. Export it as PNG.'],
    ['run photo.png --mask text.txt', "text.txt isn't a PNG, WebP or JPEG. Save the mask as PNG."],
    ['run photo.png --point 1,1 --out no/where.ply', "Can't write"],
    ['download some-job --out no/where.ply', "Can't write"],
    ['run photo.png --point 1', 'A point is two numbers in pixels or percent'],
    ['run photo.png --point 120%,5%', 'A point is two numbers in pixels or percent'],
    ['run photo.png --box 50%,50%,9%,60%', 'A box is its upper left corner, then its lower right corner.'],
    ['run photo.png --box 5,5,1,1', 'A box is its upper left corner, then its lower right corner.'],
    ['run photo.png --seed -1', 'A seed is a whole number'],
    ['run photo.png --quality best', 'Allowed choices are low, medium, high.'],
    ['run photo.png --mask mask.png --point 1,1', 'Use either --mask or clicks'],
    ['run photo.png --mask alpha --point 1,1', 'Use either --mask or clicks'],
    ['run photo.png --background 1,1', '--background also needs --point or --box.'],
    ['run', "missing required argument 'photo'"],
    ['mask some-job', 'No object selected.'],
    ['list --all', "unknown option '--all'"],
    ['lsit', "unknown command 'lsit'"],
  ])('%s: prints one sentence, exits with 2 and sends nothing', async (line, sentence) => {
    await environment.folder.file('text.txt', 'hello');
    await environment.folder.file('drawing.jpg', '<svg xmlns="http://www.w3.org/2000/svg"/>');

    const { exitCode, stderr, stdout } = await environment.run(line);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(environment.gen3d.requests).toHaveLength(0);
  });

  test('--help exits with 0', async () => {
    const { exitCode, stdout } = await environment.run('--help');

    expect(exitCode).toBe(0);
    for (const name of ['login', 'logout', 'run', 'retry', 'mask', 'list', 'status', 'cancel', 'download']) {
      expect(stdout).toContain(name);
    }
  });
});
