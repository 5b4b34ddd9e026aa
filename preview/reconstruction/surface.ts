import { type Domain, rimShare } from './depth.ts';

/** A closed mesh in node units: x right, y down, z towards the viewer. The rim is at z = 0. */
export interface Surface {
  /** x, y, z of each vertex. */
  readonly vertices: Float32Array;
  /** Three vertices a triangle, counter-clockwise seen from outside once y is turned up. */
  readonly faces: Uint32Array;
}

/** The vertices of a place on the front and the back. At the rim they are the same. */
type Place = readonly [front: number, back: number];

/**
 * Cuts the two triangles of every grid cell at the rim. The front has them at the heights, the back mirrored; both
 * share the vertices of the rim, so that each edge is in exactly two triangles.
 * @param heights above 0 at the nodes on the object
 */
export function closedSurface(domain: Domain, heights: Float32Array): Surface {
  const { columns, inside } = domain;
  const places = new Places(domain, heights);
  const faces: number[] = [];
  for (let i = 0; i < inside.length - columns - 1; i++) {
    const [b, c, d] = [i + 1, i + columns, i + columns + 1];
    addCut(faces, places.cut([i, b, c]));
    addCut(faces, places.cut([b, d, c]));
  }
  return { vertices: Float32Array.from(places.vertices), faces: Uint32Array.from(faces) };
}

/** Both sides of a convex piece, given clockwise as seen from the front. */
function addCut(faces: number[], piece: readonly Place[]): void {
  const [first] = piece;
  for (let i = 2; i < piece.length; i++) {
    const [second, third] = [piece[i - 1], piece[i]];
    if (!first || !second || !third) continue;
    faces.push(first[0], third[0], second[0], first[1], second[1], third[1]);
  }
}

/** Makes the vertices of nodes and of the rim, each once. */
class Places {
  readonly vertices: number[] = [];
  readonly #domain: Domain;
  readonly #heights: Float32Array;
  readonly #nodes: Int32Array;
  /** The rim's vertices by edge: three edges start at a node, to the right, down, and down to the left. */
  readonly #rim: Int32Array;

  constructor(domain: Domain, heights: Float32Array) {
    this.#domain = domain;
    this.#heights = heights;
    this.#nodes = new Int32Array(heights.length).fill(-1);
    this.#rim = new Int32Array(3 * heights.length).fill(-1);
  }

  /** The part of a triangle of nodes that is on the object. */
  cut(triangle: readonly [number, number, number]): Place[] {
    const piece: Place[] = [];
    triangle.forEach((node, i) => {
      const next = triangle[(i + 1) % 3] ?? node;
      if (this.#isInside(node)) piece.push(this.#node(node));
      if (this.#isInside(node) !== this.#isInside(next)) piece.push(this.#onRim(node, next));
    });
    return piece;
  }

  #isInside(node: number): boolean {
    return (this.#domain.inside[node] ?? 0) > 0;
  }

  #node(node: number): Place {
    let front = this.#nodes[node] ?? -1;
    if (front < 0) {
      const [x, y, height] = [this.#x(node), this.#y(node), this.#heights[node] ?? 0];
      front = this.#add(x, y, height);
      this.#add(x, y, -height);
      this.#nodes[node] = front;
    }
    return [front, front + 1];
  }

  #onRim(one: number, other: number): Place {
    const { columns, inside } = this.#domain;
    const [from, to] = one < other ? [one, other] : [other, one];
    const key = 3 * from + [1, columns].indexOf(to - from) + 1;
    let vertex = this.#rim[key] ?? -1;
    if (vertex < 0) {
      const [inner, outer] = this.#isInside(from) ? [from, to] : [to, from];
      const share = rimShare(inside[inner] ?? 0, inside[outer] ?? 0);
      const between = (a: number, b: number) => a + share * (b - a);
      vertex = this.#add(between(this.#x(inner), this.#x(outer)), between(this.#y(inner), this.#y(outer)), 0);
      this.#rim[key] = vertex;
    }
    return [vertex, vertex];
  }

  #x(node: number): number {
    return node % this.#domain.columns;
  }

  #y(node: number): number {
    return Math.floor(node / this.#domain.columns);
  }

  #add(x: number, y: number, z: number): number {
    return this.vertices.push(x, y, z) / 3 - 1;
  }
}
