import { PerspectiveCamera, Spherical, Vector3 } from 'three';
import type { Sphere } from '../load/sphere.ts';

/** Vertical, in degrees. */
const fieldOfView = 35;
/** The first view, slightly from the right and above. */
const start = { polar: (75 * Math.PI) / 180, azimuth: (25 * Math.PI) / 180 };
const margin = 1.05;

export function newCamera(): PerspectiveCamera {
  return new PerspectiveCamera(fieldOfView, 1, 0.01, 100);
}

/** Places the camera so that it shows the entire sphere at any aspect ratio. */
export function frameSphere(camera: PerspectiveCamera, { middle, radius }: Sphere): void {
  const vertical = (camera.fov * Math.PI) / 360;
  const horizontal = Math.atan(Math.tan(vertical) * camera.aspect);
  const distance = (margin * radius) / Math.sin(Math.min(vertical, horizontal));
  camera.near = radius / 200;
  camera.far = distance * 20;
  camera.position.setFromSphericalCoords(distance, start.polar, start.azimuth).add(new Vector3(...middle));
  camera.lookAt(...middle);
  camera.updateProjectionMatrix();
}

/** Rotates the camera around a point by radians to the right and upwards, but never over the top. */
export function rotateAround(camera: PerspectiveCamera, target: Vector3, right: number, up: number): void {
  const from = new Spherical().setFromVector3(camera.position.clone().sub(target));
  from.theta += right;
  from.phi = Math.min(Math.PI - 0.01, Math.max(0.01, from.phi - up));
  camera.position.setFromSpherical(from).add(target);
  camera.lookAt(target);
}

/** Moves the camera closer (factor below 1) or farther, within limits. */
export function approach(
  camera: PerspectiveCamera,
  target: Vector3,
  factor: number,
  [min, max]: readonly [number, number],
): void {
  const offset = camera.position.clone().sub(target);
  offset.setLength(Math.min(max, Math.max(min, offset.length() * factor)));
  camera.position.copy(target).add(offset);
}
