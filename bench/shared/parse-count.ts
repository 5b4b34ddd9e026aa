import { InvalidArgumentError } from 'commander';

/** Parses an option that takes a positive integer. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Use a positive integer.');
}
