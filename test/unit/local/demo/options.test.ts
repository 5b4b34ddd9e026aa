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

describe("the demo's options", () => {
  test('select the cup of the sample photo by default', () => {
    const { options } = read('');

    expect(options?.photo).toMatch(/local\/demo\/sample\/coffee\.png$/);
    expect(options?.selection).toEqual({ point: [{ x: 285, y: 150 }] });
  });

  test('keep the default click with only a quality and an output file', () => {
    const { options } = read('--quality low --out cup.ply');

    expect(options?.selection).toEqual({ point: [{ x: 285, y: 150 }], quality: 'low', out: 'cup.ply' });
  });

  test('accept a photo with a click or mask', () => {
    expect(read('--photo a.jpg --point 10,20').options).toEqual({
      photo: 'a.jpg',
      selection: { point: [{ x: 10, y: 20 }] },
    });
    expect(read('--photo a.jpg --mask m.png').options?.selection).toEqual({ mask: 'm.png' });
  });

  test.each([
    ['--photo a.jpg', 'Select the object.'],
    ['--point here', 'A point is two numbers in pixels'],
    ['--quality best', 'Allowed choices are low, medium, high'],
    ['--fast', "unknown option '--fast'"],
    ['a.jpg', 'too many arguments'],
  ])('reject "%s" with one message', (line, sentence) => {
    const { error, told } = read(line);

    expect(error).toBeInstanceOf(Error);
    expect(`${told.join('')}${error}`).toContain(sentence);
  });
});
