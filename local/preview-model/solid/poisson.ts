/** Below this many nodes on a side a grid is solved from zero. */
const coarsest = 12;

/**
 * Solves ∇²u = −4 on the nodes where `inside` > 0, u = 0 elsewhere, in units of the node spacing: on a disc √u
 * is the half sphere over it. Successive over-relaxation, begun from the solution on every second node.
 */
export function solvePoisson(inside: Float32Array, columns: number, rows: number): Float32Array {
  const solution =
    Math.min(columns, rows) <= coarsest
      ? new Float32Array(columns * rows)
      : refined(inside, columns, everySecond(inside, columns, rows));
  const side = Math.max(columns, rows);
  /** The best factor for a square of this side, with which twice as many sweeps leave a thousandth. */
  const factor = 2 / (1 + Math.sin(Math.PI / side));
  for (let sweep = 0; sweep < 2 * side; sweep++)
    for (const colour of [0, 1]) relax(solution, { inside, columns, rows }, colour, factor);
  return solution;
}

interface Coarse {
  readonly columns: number;
  readonly rows: number;
  readonly solution: Float32Array;
}

function everySecond(inside: Float32Array, columns: number, rows: number): Coarse {
  const half = { columns: Math.ceil(columns / 2), rows: Math.ceil(rows / 2) };
  const coarse = new Float32Array(half.columns * half.rows);
  for (let row = 0; row < half.rows; row++)
    for (let column = 0; column < half.columns; column++)
      coarse[row * half.columns + column] = inside[2 * row * columns + 2 * column] ?? 0;
  return { ...half, solution: solvePoisson(coarse, half.columns, half.rows) };
}

/** Twice the spacing is a quarter of the value. */
function refined(inside: Float32Array, columns: number, coarse: Coarse): Float32Array {
  return Float32Array.from(inside, (value, i) => {
    if (value <= 0) return 0;
    const row = Math.min(coarse.rows - 1, Math.floor(i / columns / 2));
    const column = Math.min(coarse.columns - 1, Math.floor((i % columns) / 2));
    return 4 * (coarse.solution[row * coarse.columns + column] ?? 0);
  });
}

interface Domain {
  readonly inside: Float32Array;
  readonly columns: number;
  readonly rows: number;
}

/** One half sweep over the nodes of a colour of the chessboard; the border of the grid is always outside. */
function relax(u: Float32Array, { inside, columns, rows }: Domain, colour: number, factor: number): void {
  for (let row = 1; row < rows - 1; row++)
    for (let column = 1 + ((row + colour) & 1); column < columns - 1; column += 2) {
      const i = row * columns + column;
      if ((inside[i] ?? 0) <= 0) continue;
      const around = (u[i - 1] ?? 0) + (u[i + 1] ?? 0) + (u[i - columns] ?? 0) + (u[i + columns] ?? 0);
      u[i] = (u[i] ?? 0) + factor * ((around + 4) / 4 - (u[i] ?? 0));
    }
}
