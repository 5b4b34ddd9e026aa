import { BufferAttribute, BufferGeometry, Points, ShaderMaterial, Sphere, Vector3 } from 'three';
import type { Cloud } from '../load/cloud.ts';

/** Round points of one size in space; colours go to the screen as they are in the file. */
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

/** A point cloud in three.js. */
export class PointCloud {
  readonly object: Points<BufferGeometry, ShaderMaterial>;
  readonly #diameter: number;

  constructor({ positions, colours, middle, radius, diameter }: Cloud) {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(positions, 3));
    geometry.setAttribute('colour', new BufferAttribute(colours, 3, true));
    geometry.boundingSphere = new Sphere(new Vector3(...middle), radius);
    const uniforms = { diameter: { value: diameter }, viewHeight: { value: 1 } };
    this.object = new Points(geometry, new ShaderMaterial({ uniforms, vertexShader, fragmentShader }));
    this.#diameter = diameter;
  }

  /** @param factor 1 about closes the surface */
  setSize(factor: number): void {
    this.#set('diameter', this.#diameter * factor);
  }

  /** @param pixels height of the canvas in device pixels */
  setViewHeight(pixels: number): void {
    this.#set('viewHeight', pixels);
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
