import { type Command, InvalidArgumentError, Option } from 'commander';
import { Quality, Seed } from '#contracts/common.ts';
import { UsageError } from '../errors.ts';

/** A click on the upright photo, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The user's selection, and the options for the model. */
export interface SelectionOptions {
  readonly point?: readonly Point[];
  readonly background?: readonly Point[];
  readonly box?: readonly [number, number, number, number];
  readonly mask?: string;
  readonly quality?: Quality;
  readonly seed?: number;
  /** Where the model is saved. */
  readonly out?: string;
}

/** Adds the options that select an object. */
export function withSelection(command: Command): Command {
  return command
    .addOption(pointOption('--point <x,y>', 'a pixel on the object (repeatable)'))
    .addOption(pointOption('--background <x,y>', 'a pixel outside the object (repeatable)'))
    .addOption(new Option('--box <x0,y0,x1,y1>', 'a box around the object').argParser(parseBox))
    .option('--mask <file>', "use this mask: a PNG of the photo's size, white on the object")
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

function pointOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value, before: readonly Point[] | undefined) => [
    ...(before ?? []),
    parsePoint(value),
  ]);
}

export function parsePoint(value: string): Point {
  const [x, y, ...more] = numbersOf(value);
  if (x === undefined || y === undefined || more.length > 0) {
    throw new InvalidArgumentError('A point is two numbers in pixels, for example 285,150.');
  }
  return { x, y };
}

export function parseBox(value: string): [number, number, number, number] {
  const [x0, y0, x1, y1, ...more] = numbersOf(value);
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined || more.length > 0) {
    throw new InvalidArgumentError('A box is four numbers in pixels, for example 190,40,400,260.');
  }
  if (x1 <= x0 || y1 <= y0)
    throw new InvalidArgumentError('A box is its upper left corner, then its lower right corner.');
  return [x0, y0, x1, y1];
}

function parseSeed(value: string): number {
  const seed = Seed.safeParse(/^\d+$/.test(value) ? Number(value) : Number.NaN);
  if (!seed.success) throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.');
  return seed.data;
}

function numbersOf(value: string): number[] {
  const parts = value.split(',');
  return parts.every((part) => /^\s*\d{1,6}(\.\d+)?\s*$/.test(part)) ? parts.map(Number) : [];
}
