import { BufferAttribute, BufferGeometry, Points, ShaderMaterial, Sphere, Vector3 } from 'three';
import type { Cloud } from '../load/cloud.ts';

/** Round points of one size in space. Colors are shown as they are in the file. */
const vertexShader = `
  attribute vec3 colour;
  uniform float diameter;
  uniform float viewHeight;
  varying vec3 vColour;
  void main() {
    vColour = colour;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
    gl_PointSize = max(1.0, diameter * projectionMatrix[1][1] * viewHeight / (2.0 * gl_Position.w));
  }
`;
const fragmentShader = `
  varying vec3 vColour;
  void main() {
    vec2 offset = gl_PointCoord - 0.5;
    if (dot(offset, offset) > 0.25) discard;
    gl_FragColor = vec4(vColour, 1.0);
  }
`;

/** A range of the points. */
export interface Slice {
  readonly from: number;
  readonly count: number;
  /** Factor of their diameter, so that fewer points still close the surface. */
  readonly growth: number;
}

/** A point cloud in three.js. */
export class PointCloud {
  readonly object: Points<BufferGeometry, ShaderMaterial>;
  readonly count: number;
  readonly #diameter: number;
  #size = 1;

  constructor({ positions, colours, count, middle, radius, diameter }: Cloud) {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(positions, 3));
    geometry.setAttribute('colour', new BufferAttribute(colours, 3, true));
    geometry.boundingSphere = new Sphere(new Vector3(...middle), radius);
    const uniforms = { diameter: { value: diameter }, viewHeight: { value: 1 } };
    this.object = new Points(geometry, new ShaderMaterial({ uniforms, vertexShader, fragmentShader }));
    this.count = count;
    this.#diameter = diameter;
  }

  /** @param factor at 1 the surface looks closed */
  setSize(factor: number): void {
    this.#size = factor;
  }

  /**
   * Selects what the next frame draws.
   * @param viewHeight height of the picture in device pixels
   */
  show({ from, count, growth }: Slice, viewHeight: number): void {
    this.object.geometry.setDrawRange(from, count);
    this.#set('diameter', this.#diameter * this.#size * growth);
    this.#set('viewHeight', viewHeight);
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }

  #set(name: string, value: number): void {
    const uniform = this.object.material.uniforms[name];
    if (uniform) uniform.value = value;
  }
}
