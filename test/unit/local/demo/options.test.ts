import { describe, expect, test } from 'vitest';
import { readDemoOptions } from '#local/demo/options.ts';

function read(line: string) {
  const told: string[] = [];
  const output = { write: (text: string) => void told.push(text) };
  try {
    const args = line.split(' ').filter(Boolean);
    return { options: readDemoOptions(args, { stdout: output, stderr: output }), told };
  } catch (error) {
    return { error, told };
  }
}

describe('The command line of the demo', () => {
  test('clicks at the cup of the sample photo by itself', () => {
    const { options } = read('');

    expect(options?.photo).toMatch(/local\/sample\/coffee\.png$/);
    expect(options?.selection).toEqual({ point: [{ x: 285, y: 150 }] });
  });

  test('keeps that click when only the quality and the file are chosen', () => {
    const { options } = read('--quality low --out cup.ply');

    expect(options?.selection).toEqual({ point: [{ x: 285, y: 150 }], quality: 'low', out: 'cup.ply' });
  });

  test('takes a photo with its click or mask', () => {
    expect(read('--photo a.jpg --point 10,20').options).toEqual({
      photo: 'a.jpg',
      selection: { point: [{ x: 10, y: 20 }] },
    });
    expect(read('--photo a.jpg --mask m.png').options?.selection).toEqual({ mask: 'm.png' });
  });

  test.each([
    ['--photo a.jpg', 'Say where the object is'],
    ['--point here', 'A point is two numbers of pixels'],
    ['--quality best', 'Allowed choices are low, medium, high'],
    ['--fast', "unknown option '--fast'"],
    ['a.jpg', 'too many arguments'],
  ])('refuses "%s" in one sentence', (line, sentence) => {
    const { error, told } = read(line);

    expect(error).toBeInstanceOf(Error);
    expect(`${told.join('')}${error}`).toContain(sentence);
  });
});
