export class PhotoUnreadableError extends Error {
  readonly code = 'PhotoUnreadable';
  override readonly name = 'PhotoUnreadableError';
}

/** @throws PhotoUnreadableError if the browser has no memory for another canvas */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new PhotoUnreadableError('Your browser is out of memory. Close other tabs.');
  return context;
}
