import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { approach, frameSphere, newCamera, rotateAround } from '#web/viewer/scene/camera.ts';

const sphere = { middle: [1, 2, 3], radius: 5 } as const;
const middle = new Vector3(...sphere.middle);

describe('the camera', () => {
  it.each([0.5, 1, 2.5])('shows the entire sphere upright at an aspect ratio of %d', (aspect) => {
    const camera = newCamera();
    camera.aspect = aspect;

    frameSphere(camera, sphere);

    camera.updateMatrixWorld();
    const right = new Vector3().setFromMatrixColumn(camera.matrixWorld, 0);
    const up = new Vector3().setFromMatrixColumn(camera.matrixWorld, 1);
    const rim = [right, up].flatMap((side) => [1, -1].map((sign) => side.clone().multiplyScalar(5 * sign)));
    for (const point of rim) {
      const { x, y } = middle.clone().add(point).project(camera);
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1);
    }
    expect(up.y).toBeGreaterThan(0.9);
    expect(camera.position.z).toBeGreaterThan(middle.z);
  });

  it('rotates at a constant distance, never over the top', () => {
    const camera = newCamera();
    frameSphere(camera, sphere);
    const distance = camera.position.distanceTo(middle);

    for (let i = 0; i < 40; i++) rotateAround(camera, middle, 0.3, 0.3);

    expect(camera.position.distanceTo(middle)).toBeCloseTo(distance, 4);
    expect(camera.position.y).toBeGreaterThan(middle.y);
  });

  it('stays within the minimum and maximum distance', () => {
    const camera = newCamera();
    frameSphere(camera, sphere);
    approach(camera, middle, 1e-6, [2, 50]);
    expect(camera.position.distanceTo(middle)).toBeCloseTo(2);
    approach(camera, middle, 1e6, [2, 50]);
    expect(camera.position.distanceTo(middle)).toBeCloseTo(50);
  });
});
