/** Pixels of the longer side: twice the size in the list, for high-density screens. */
const longest = 480;

/** A small copy of a photo, upright. @throws when the browser cannot decode it */
export async function makeThumbnail(photo: Blob): Promise<Blob> {
  const picture = await createImageBitmap(photo);
  try {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const width = Math.max(1, Math.round(picture.width * scale));
    const height = Math.max(1, Math.round(picture.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no 2D canvas.');
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } finally {
    picture.close();
  }
}
