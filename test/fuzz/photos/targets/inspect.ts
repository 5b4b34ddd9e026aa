import { inspectPhoto } from '#contracts/photo/inspect.ts';

const limits = {
  maxBytes: 64_000_000,
  maxPixels: Number.POSITIVE_INFINITY,
  minSide: 1,
  maxAspect: Number.POSITIVE_INFINITY,
};

/** Any bytes give a size and an orientation, or a reason. */
export function fuzz(data: Buffer): void {
  const inspection = inspectPhoto(data, limits);
  if ('problem' in inspection) {
    const { code, message } = inspection.problem;
    if (!code.startsWith('Photo') || message.length < 20) throw new Error(`No reason: ${code} ${message}`);
    return;
  }
  const { width, height, orientation } = inspection.header;
  if (![width, height].every((side) => Number.isInteger(side) && side > 0)) {
    throw new Error(`No size: ${width} × ${height}`);
  }
  if (orientation < 1 || orientation > 8) throw new Error(`No orientation: ${orientation}`);
}
