import { expect, it } from 'vitest';
import { HomeError } from '#local/errors.ts';
import { pageOrNone } from '#local/home/page-build.ts';

it('a page that is built is told to be, and served', async () => {
  const said: string[] = [];
  const build = async (onBuild: () => void) => {
    onBuild();
    return '/built';
  };

  expect(await pageOrNone((line) => void said.push(line), build)).toBe('/built');
  expect(said).toEqual(['Building the web page, once …']);
});

it('a page that cannot be built does not keep the home from starting: it says why', async () => {
  const said: string[] = [];
  const failing = () => Promise.reject(new HomeError('PageNotBuilt', 'The web page cannot be built.'));

  expect(await pageOrNone((line) => void said.push(line), failing)).toBeUndefined();
  expect(said.join()).toContain('cannot be built');
  expect(said.join()).toContain('Starting without the web page.');
});

it('a defect is not hidden as a page that cannot be built', async () => {
  const defect = () => Promise.reject(new TypeError('x is undefined'));

  await expect(pageOrNone(() => {}, defect)).rejects.toBeInstanceOf(TypeError);
});
