import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { approach, frameBall, newCamera, turnAround } from '#web/viewer/scene/camera.ts';
import { steer } from '#web/viewer/ui/keys.ts';
import { fileName } from '#web/viewer/ui/save.ts';

const ball = { middle: [1, 2, 3], radius: 5 } as const;
const middle = new Vector3(...ball.middle);

describe('the camera', () => {
  it.each([0.5, 1, 2.5])('sees the whole ball, upright, in a window %d times as wide as high', (aspect) => {
    const camera = newCamera();
    camera.aspect = aspect;

    frameBall(camera, ball);

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

  it('turns around the model at the same distance, and never over its top', () => {
    const camera = newCamera();
    frameBall(camera, ball);
    const distance = camera.position.distanceTo(middle);

    for (let i = 0; i < 40; i++) turnAround(camera, middle, 0.3, 0.3);

    expect(camera.position.distanceTo(middle)).toBeCloseTo(distance, 4);
    expect(camera.position.y).toBeGreaterThan(middle.y);
  });

  it('comes as near and goes as far as it may', () => {
    const camera = newCamera();
    frameBall(camera, ball);
    approach(camera, middle, 1e-6, [2, 50]);
    expect(camera.position.distanceTo(middle)).toBeCloseTo(2);
    approach(camera, middle, 1e6, [2, 50]);
    expect(camera.position.distanceTo(middle)).toBeCloseTo(50);
  });
});

describe('keys of the viewer', () => {
  const press = (key: string, more = {}) => {
    const told: string[] = [];
    const sign = (value: number) => Math.sign(value);
    const scene = {
      turn: (right: number, up: number) => void told.push(`turn ${sign(right)} ${sign(up)}`),
      move: (right: number, up: number) => void told.push(`move ${sign(right)} ${sign(up)}`),
      zoom: (factor: number) => void told.push(factor < 1 ? 'nearer' : 'farther'),
      reset: () => void told.push('reset'),
    };
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
    return [steer(scene, { key, ...none, ...more }), ...told];
  };

  it.each([
    ['ArrowLeft', {}, 'turn -1 0'],
    ['ArrowUp', {}, 'turn 0 1'],
    ['ArrowRight', { shiftKey: true }, 'move 1 0'],
    ['+', {}, 'nearer'],
    ['-', {}, 'farther'],
    ['0', {}, 'reset'],
    ['Home', {}, 'reset'],
  ])('%s with %o: %s', (key, more, told) => {
    expect(press(key, more)).toEqual([true, told]);
  });

  it.each([
    ['Tab', {}],
    ['ArrowLeft', { altKey: true }],
    ['+', { ctrlKey: true }],
  ])('leaves %s with %o to the browser', (key, more) => {
    expect(press(key, more)).toEqual([false]);
  });
});

describe('the name of a file', () => {
  it.each([
    ['My cup.jpg', 'My-cup.ply'],
    ['../../etc/passwd', 'etc-passwd.ply'],
    ['Tasse für Ömer', 'Tasse-für-Ömer.ply'],
    ['???', 'model.ply'],
  ])('%s: %s', (name, file) => {
    expect(fileName(name, 'ply')).toBe(file);
  });
});
