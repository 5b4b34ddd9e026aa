import { Window } from 'happy-dom';
import { expect, it } from 'vitest';
import { readRemoval, storeRemoval } from '#web/sessions/upload/removal.ts';

it('removes place and camera by default, and remembers the choice', () => {
  const storage = new Window().localStorage;
  expect(readRemoval(storage)).toBe(true);

  storeRemoval(false, storage);
  expect(readRemoval(storage)).toBe(false);

  storeRemoval(true, storage);
  expect(readRemoval(storage)).toBe(true);
});
