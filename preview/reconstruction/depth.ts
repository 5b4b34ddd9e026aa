/** A shape on a grid of nodes. Its outermost nodes are outside. */
export interface Domain {
  readonly columns: number;
  readonly rows: number;
  /** Above 0 on the object. */
  readonly inside: Float32Array;
}

/** The least share of an edge between its inner node and the rim, so that no triangle there is degenerate. */
const leastShare = 0.05;

/** How far along the edge from an inner node to an outer one the rim is, 0 to 1. */
export function rimShare(inner: number, outer: number): number {
  return Math.min(1 - leastShare, Math.max(leastShare, inner / (inner - outer)));
}

/** Grids with fewer nodes across are solved from zero, others from the solution on every second node. */
const leastSide = 48;
/** Sweeps that smooth an enlarged solution, and their over-relaxation. */
const smoothing = { sweeps: 32, factor: 1.5 };

/**
 * Solves ∇²u = −4 with u = 0 at the rim, which is between nodes (Shortley and Weller's weights), by successive
 * over-relaxation on finer and finer grids.
 * @returns u at each node, 0 outside
 */
export function depthOn(domain: Domain): Float32Array {
  const { columns, rows } = domain;
  const side = Math.max(columns, rows);
  if (side >= leastSide) {
    const depth = enlarged(depthOn(halved(domain)), domain);
    return relaxed(depth, domain, smoothing.sweeps, smoothing.factor);
  }
  const best = 2 / (1 + Math.sin(Math.PI / side));
  return relaxed(new Float32Array(columns * rows), domain, 2 * side, best);
}

function relaxed(depth: Float32Array, domain: Domain, sweeps: number, factor: number): Float32Array {
  const { columns } = domain;
  const { within, atRim } = equations(domain);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const relax = (i: number, solved: number) => {
      depth[i] = (depth[i] ?? 0) + factor * (solved - (depth[i] ?? 0));
    };
    for (const i of within) {
      const around =
        (depth[i - 1] ?? 0) + (depth[i + 1] ?? 0) + (depth[i - columns] ?? 0) + (depth[i + columns] ?? 0);
      relax(i, around / 4 + 1);
    }
    for (const { node, left, right, above, below, own } of atRim)
      relax(
        node,
        left * (depth[node - 1] ?? 0) +
          right * (depth[node + 1] ?? 0) +
          above * (depth[node - columns] ?? 0) +
          below * (depth[node + columns] ?? 0) +
          own,
      );
  }
  return depth;
}

/** Every second node, with a margin. */
function halved({ columns, rows, inside }: Domain): Domain {
  const [half, halfRows] = [Math.ceil(columns / 2) + 1, Math.ceil(rows / 2) + 1];
  const kept = Float32Array.from({ length: half * halfRows }, (_, i) => {
    const [x, y] = [2 * (i % half), 2 * Math.floor(i / half)];
    return x < columns && y < rows ? (inside[y * columns + x] ?? -1) : -1;
  });
  return { columns: half, rows: halfRows, inside: kept };
}

/** A solution on every second node for all of them. In the units of a finer grid, its values are four times as large. */
function enlarged(depth: Float32Array, { columns, inside }: Domain): Float32Array {
  const half = Math.ceil(columns / 2) + 1;
  return inside.map((inner, i) => {
    if (inner <= 0) return 0;
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const at = (y >> 1) * half + (x >> 1);
    const [right, below] = [x & 1, (y & 1) * half];
    const near = [at, at + right, at + below, at + right + below];
    return near.reduce((sum, node) => sum + (depth[node] ?? 0), 0);
  });
}

/** Weights of a node's neighbours, and a constant. */
interface RimEquation {
  readonly node: number;
  readonly left: number;
  readonly right: number;
  readonly above: number;
  readonly below: number;
  readonly own: number;
}

/** The nodes whose neighbours are all on the object, and the others on it. */
function equations({ columns, inside }: Domain): { within: Uint32Array; atRim: RimEquation[] } {
  const isInside = (i: number) => (inside[i] ?? 0) > 0;
  const within: number[] = [];
  const atRim: RimEquation[] = [];
  inside.forEach((inner, i) => {
    if (inner <= 0) return;
    const neighbours = [i - 1, i + 1, i - columns, i + columns];
    if (neighbours.every(isInside)) within.push(i);
    else {
      const distances = neighbours.map((at) => (isInside(at) ? 1 : rimShare(inner, inside[at] ?? -1)));
      atRim.push(rimEquation(i, distances));
    }
  });
  return { within: Uint32Array.from(within), atRim };
}

function rimEquation(node: number, [left = 1, right = 1, above = 1, below = 1]: number[]): RimEquation {
  const all = 2 / (left * right) + 2 / (above * below);
  const weight = (near: number, opposite: number) => 2 / (near * (near + opposite) * all);
  return {
    node,
    left: weight(left, right),
    right: weight(right, left),
    above: weight(above, below),
    below: weight(below, above),
    own: 4 / all,
  };
}
