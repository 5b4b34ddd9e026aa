import {
  BufferAttribute,
  BufferGeometry,
  type Camera,
  DirectionalLight,
  HemisphereLight,
  LinearSRGBColorSpace,
  Mesh,
  MeshStandardMaterial,
  type Scene,
  Sphere,
  SRGBColorSpace,
  Vector3,
} from 'three';
import type { Solid } from '../load/solid.ts';
import type { Body } from './body.ts';
import type { Canvas } from './canvas.ts';

/** Light of π shows a colour as it is in the file. What faces the viewer gets about that much. */
const [ambient, key] = [0.62 * Math.PI, 0.5 * Math.PI];

/** A mesh under soft light that comes with the viewer. A frame draws as many pixels as it has time for. */
export class MeshBody implements Body {
  readonly unit = 'triangles';
  readonly object: Mesh<BufferGeometry, MeshStandardMaterial>;
  readonly count: number;
  readonly minShare: number;
  readonly #canvas: Canvas;
  readonly #scene: Scene;
  readonly #camera: Camera;

  constructor(solid: Solid, canvas: Canvas, scene: Scene, camera: Camera) {
    this.count = solid.faces.length / 3;
    this.minShare = canvas.minShare;
    this.#canvas = canvas;
    this.#scene = scene;
    this.#camera = camera;
    this.object = new Mesh(
      geometryOf(solid),
      new MeshStandardMaterial({ vertexColors: true, roughness: 1, metalness: 0 }),
    );
    const light = new DirectionalLight('white', key);
    light.position.set(-1, 2, 3);
    // The light aims at the origin of its parent, so that it keeps its place beside the viewer.
    camera.add(light, light.target);
    scene.add(this.object, camera, new HemisphereLight('white', '#b4b4b4', ambient));
  }

  /** Unknown until a frame was measured. */
  readonly fittingShare = undefined;

  restart(): void {
    // Each draw is complete.
  }

  draw(share: number): number {
    const { renderer } = this.#canvas;
    this.#canvas.setResolution(share);
    // Points and splats are in sRGB already, but light adds up in linear colours.
    renderer.outputColorSpace = SRGBColorSpace;
    renderer.render(this.#scene, this.#camera);
    renderer.outputColorSpace = LinearSRGBColorSpace;
    return this.count;
  }

  refine(): number {
    return this.draw(1);
  }

  setPointSize(): void {
    // A mesh has no points.
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}

function geometryOf({ positions, normals, colours, faces, middle, radius }: Solid): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new BufferAttribute(normals, 3));
  geometry.setAttribute('color', new BufferAttribute(colours, 3, true));
  geometry.setIndex(new BufferAttribute(faces, 1));
  geometry.boundingSphere = new Sphere(new Vector3(...middle), radius);
  return geometry;
}
