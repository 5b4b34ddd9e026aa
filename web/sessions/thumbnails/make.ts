/** Pixels of the longer side: twice what the list shows, for sharp screens. */
const longest = 480;

/** A small copy of a photo, upright. @throws when the browser cannot decode it */
export async function makeThumbnail(photo: Blob): Promise<Blob> {
  const whole = await createImageBitmap(photo);
  try {
    const scale = Math.min(1, longest / Math.max(whole.width, whole.height));
    const width = Math.max(1, Math.round(whole.width * scale));
    const height = Math.max(1, Math.round(whole.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('The browser has no 2D canvas.');
    context.imageSmoothingQuality = 'high';
    context.drawImage(whole, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } finally {
    whole.close();
  }
}
