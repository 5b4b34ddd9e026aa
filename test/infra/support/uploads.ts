/** The names of a session's objects that users may write, sorted. */
export const uploads = [
  ...['mask_final.jpg', 'mask_final.png', 'mask_final.webp'],
  ...['avif', 'bmp', 'gif', 'heic', 'jpg', 'png', 'tif', 'webp'].map(
    (extension) => `original_image.${extension}`,
  ),
];
