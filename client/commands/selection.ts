import { type Command, InvalidArgumentError, Option } from 'commander';
import { Quality, Seed } from '#contracts/common.ts';
import { UsageError } from '../errors.ts';
import type { Selection } from '../select-mask.ts';
import { type Box, isNotBefore, type Point, parseCoordinates, pixelsOf } from './coordinate.ts';

/** Value of `--mask` that stands for the photo's own transparency. */
export const alpha = 'alpha';

/** The user's selection, and the options for the model. */
export interface SelectionOptions {
  readonly point?: readonly Point[];
  readonly background?: readonly Point[];
  readonly box?: Box;
  /** A file, or `alpha`. */
  readonly mask?: string;
  readonly quality?: Quality;
  readonly seed?: number;
  /** Where the model is saved. */
  readonly out?: string;
}

/** Adds the options that select an object. */
export function withSelection(command: Command): Command {
  return command
    .addOption(
      pointOption('--point <x,y>', 'a pixel or share (50%,40%) of the photo, on the object (repeatable)'),
    )
    .addOption(pointOption('--background <x,y>', 'the same, outside the object (repeatable)'))
    .addOption(new Option('--box <x0,y0,x1,y1>', 'a box around the object').argParser(parseBox))
    .option(
      '--mask <file|alpha>',
      "a picture with the photo's aspect, white on the object; alpha: the photo's own transparency",
    )
    .addOption(new Option('--quality <quality>', 'model quality').choices(Quality.options))
    .addOption(new Option('--seed <number>', 'random seed').argParser(parseSeed))
    .option('--out <file>', 'where to save the model (default: <job>.ply)');
}

/** Is anything selected? @throws UsageError when a mask and clicks are combined */
export function hasSelection(options: SelectionOptions): boolean {
  const clicked = (options.point ?? []).length > 0 || options.box !== undefined;
  if (options.mask !== undefined && (clicked || options.background !== undefined)) {
    throw new UsageError('Use either --mask or clicks (--point, --background, --box), not both.');
  }
  if (options.background !== undefined && !clicked) {
    throw new UsageError('--background also needs --point or --box.');
  }
  return clicked || options.mask !== undefined;
}

/** The clicks and the box in pixels of a photo of that size (width, height). */
export function selectionOf(
  { point = [], background = [], box }: SelectionOptions,
  [width, height]: readonly [number, number],
): Selection {
  const inPixels = ({ x, y }: Point) => ({ x: pixelsOf(x, width), y: pixelsOf(y, height) });
  return {
    points: point.map(inPixels),
    background: background.map(inPixels),
    box: box && [
      pixelsOf(box[0], width),
      pixelsOf(box[1], height),
      pixelsOf(box[2], width),
      pixelsOf(box[3], height),
    ],
  };
}

function pointOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value, before: readonly Point[] | undefined) => [
    ...(before ?? []),
    parsePoint(value),
  ]);
}

export function parsePoint(value: string): Point {
  const [x, y, ...more] = parseCoordinates(value) ?? [];
  if (x === undefined || y === undefined || more.length > 0) {
    throw new InvalidArgumentError(
      'A point is two numbers in pixels or percent, for example 285,150 or 50%,40%.',
    );
  }
  return { x, y };
}

export function parseBox(value: string): Box {
  const [x0, y0, x1, y1, ...more] = parseCoordinates(value) ?? [];
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined || more.length > 0) {
    throw new InvalidArgumentError('A box is four numbers in pixels or percent, for example 190,40,400,260.');
  }
  if (isNotBefore(x0, x1) || isNotBefore(y0, y1))
    throw new InvalidArgumentError('A box is its upper left corner, then its lower right corner.');
  return [x0, y0, x1, y1];
}

function parseSeed(value: string): number {
  const seed = Seed.safeParse(/^\d+$/.test(value) ? Number(value) : Number.NaN);
  if (!seed.success) throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.');
  return seed.data;
}
