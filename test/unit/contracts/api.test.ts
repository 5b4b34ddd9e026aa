import { expect, it } from 'vitest';
import { MaskContentType, PhotoContentType } from '#contracts/api.ts';
import { maskContentTypes } from '#contracts/mask/formats.ts';
import { uploadContentTypes } from '#contracts/photo/formats.ts';

it('takes exactly the content types whose format is known', () => {
  expect(PhotoContentType.options).toEqual(Object.keys(uploadContentTypes));
  expect(MaskContentType.options).toEqual(Object.keys(maskContentTypes));
});
