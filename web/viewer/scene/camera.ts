import { PerspectiveCamera, Spherical, Vector3 } from 'three';

/** What the camera looks at. */
export interface Ball {
  readonly middle: readonly [x: number, y: number, z: number];
  readonly radius: number;
}

/** Degrees, vertically. */
const fieldOfView = 35;
/** Seen first a little from the right and from above. */
const start = { polar: (75 * Math.PI) / 180, azimuth: (25 * Math.PI) / 180 };
const air = 1.05;

export function newCamera(): PerspectiveCamera {
  return new PerspectiveCamera(fieldOfView, 1, 0.01, 100);
}

/** Places the camera so that the whole ball is seen, whatever the window's shape. */
export function frameBall(camera: PerspectiveCamera, { middle, radius }: Ball): void {
  const vertical = (camera.fov * Math.PI) / 360;
  const horizontal = Math.atan(Math.tan(vertical) * camera.aspect);
  const distance = (air * radius) / Math.sin(Math.min(vertical, horizontal));
  camera.near = radius / 200;
  camera.far = distance * 20;
  camera.position.setFromSphericalCoords(distance, start.polar, start.azimuth).add(new Vector3(...middle));
  camera.lookAt(...middle);
  camera.updateProjectionMatrix();
}

/** Turns the camera around a place, by radians to the right and upwards; it never tips over. */
export function turnAround(camera: PerspectiveCamera, target: Vector3, right: number, up: number): void {
  const from = new Spherical().setFromVector3(camera.position.clone().sub(target));
  from.theta += right;
  from.phi = Math.min(Math.PI - 0.01, Math.max(0.01, from.phi - up));
  camera.position.setFromSpherical(from).add(target);
  camera.lookAt(target);
}

/** Nearer (below 1) or farther, within what controls allow. */
export function approach(
  camera: PerspectiveCamera,
  target: Vector3,
  factor: number,
  [least, most]: readonly [number, number],
): void {
  const offset = camera.position.clone().sub(target);
  offset.setLength(Math.min(most, Math.max(least, offset.length() * factor)));
  camera.position.copy(target).add(offset);
}
