/** Loads the package jsonata in Node. The web page bundles it instead, because its policy forbids code from text. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { withoutPromises } from './without-promises.ts';

/** The package's module function with its own Date and Math. */
export type PackageFunction = (exports: unknown, module: object, date: DateConstructor, math: Math) => void;

export function synchronousPackage(): PackageFunction {
  const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
  const compiled = compileFunction(withoutPromises(source), ['exports', 'module', 'Date', 'Math']);
  return (...args) => void compiled(...args);
}
