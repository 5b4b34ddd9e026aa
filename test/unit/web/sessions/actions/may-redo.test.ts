import { expect, it } from 'vitest';
import { mayRedo } from '#web/sessions/actions/may-redo.ts';

it.each([
  ['a damaged photo', 'PhotoDamaged', false],
  ['a fault of the service', 'InferenceFailed', true],
  ['a mask that came too late', 'MaskTooLate', true],
])('offers to redo a session only when that can help: %s', (_, code, offered) => {
  expect(mayRedo({ reason: { code, message: '' } })).toBe(offered);
});
