import { describe, expect, it } from 'vitest';
import type { OpenedPhoto } from '#web/photo/open.ts';
import type { PhotoService } from '#web/photo/serve.ts';
import { PhotoError, readChosen, toSend } from '#web/sessions/upload/chosen.ts';

const photo: OpenedPhoto = {
  blob: new Blob(['as chosen']),
  type: 'image/jpeg',
  header: { format: 'jpeg', width: 64, height: 64, orientation: 1 },
  size: { width: 64, height: 64 },
  isScaled: false,
  hasRemovableMetadata: true,
};
const stripped = new Blob(['without a place']);
const service: PhotoService = { open: async () => photo, strip: async () => stripped };

describe('readChosen', () => {
  it('gives the photo with its name; what is pasted may have none', async () => {
    expect((await readChosen(service, new File([], 'IMG_1.HEIC'), undefined)).name).toBe('IMG_1.HEIC');
    expect((await readChosen(service, new Blob([]), undefined)).name).toBe('photo');
  });

  it('throws why a file is refused', async () => {
    const refusing = { ...service, open: async () => ({ code: 'PhotoNotAnImage', message: 'No photo.' }) };

    await expect(readChosen(refusing, new Blob([]), undefined)).rejects.toThrow(
      new PhotoError('PhotoNotAnImage', 'No photo.'),
    );
  });
});

describe('toSend', () => {
  const chosen = { ...photo, name: 'a.jpg' };

  it('removes the metadata only when the user wants it and the format allows it', async () => {
    expect(await toSend(service, chosen, true)).toBe(stripped);
    expect(await toSend(service, chosen, false)).toBe(photo.blob);
    expect(await toSend(service, { ...chosen, hasRemovableMetadata: false }, true)).toBe(photo.blob);
  });

  it('never sends a photo with metadata that could not be removed', async () => {
    const failing = { ...service, strip: () => Promise.reject(new Error('damaged')) };

    await expect(toSend(failing, chosen, true)).rejects.toThrow('Clear that choice');
  });
});
