/** Intersection over union of two masks; whatever is not 0 is selected. */
export function iou(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (a[i] && b[i]) both++;
    if (a[i] || b[i]) either++;
  }
  return both / either;
}

export function selected(mask: ArrayLike<number>): number {
  return Array.from(mask).filter((value) => value !== 0).length;
}

/** Is every selected pixel of `inner` selected in `outer`? */
export function isWithin(inner: Uint8Array, outer: Uint8Array): boolean {
  return inner.every((value, i) => value === 0 || outer[i] !== 0);
}

/** A mask by a rule. */
export function shape(width: number, height: number, rule: (x: number, y: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) =>
    rule(i % width, Math.floor(i / width)) ? 255 : 0,
  );
}
