import type { Object3D } from 'three';

/** A model's points or mesh: what the scene shows unless splats replace it. */
export interface Body {
  readonly object: Object3D;
  /** What `count` counts. */
  readonly unit: 'points' | 'triangles';
  readonly count: number;
  /** The smallest share of the work that still shows the object well. */
  readonly minShare: number;
  /** The share of the work that fits a moving frame, if it is known. */
  readonly fittingShare: number | undefined;
  /** Call when the drawn steps are out of date. */
  restart(): void;
  /** Draws a share of the work at once. @returns the number of points or triangles drawn */
  draw(share: number): number;
  /** Draws a step towards the full picture. @returns how much the canvas shows, once it changed */
  refine(now: number): number | undefined;
  /** @param factor at 1 the surface looks closed; a mesh ignores it */
  setPointSize(factor: number): void;
  dispose(): void;
}
