import { expect, it } from 'vitest';
import { buildPageIfPossible } from '#local/environment/page-build.ts';
import { EnvironmentError } from '#local/errors.ts';

it('returns the built page and announces the build', async () => {
  const printed: string[] = [];
  const build = async (onBuild: () => void) => {
    onBuild();
    return '/built';
  };

  expect(await buildPageIfPossible((line) => void printed.push(line), build)).toBe('/built');
  expect(printed).toEqual(['Building the web page…']);
});

it('returns nothing after a failed build and prints the reason', async () => {
  const printed: string[] = [];
  const failing = () => Promise.reject(new EnvironmentError('PageNotBuilt', "Couldn't build the web page."));

  expect(await buildPageIfPossible((line) => void printed.push(line), failing)).toBeUndefined();
  expect(printed.join()).toContain("Couldn't build");
  expect(printed.join()).toContain('Starting without the web page.');
});

it('rethrows unexpected errors', async () => {
  const defect = () => Promise.reject(new TypeError('x is undefined'));

  await expect(buildPageIfPossible(() => {}, defect)).rejects.toBeInstanceOf(TypeError);
});
