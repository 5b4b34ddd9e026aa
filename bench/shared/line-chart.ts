export interface Axis {
  readonly label: string;
  readonly ticks: readonly number[];
  /** Logarithmic scale; all values must be above zero. */
  readonly log?: boolean;
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LineChart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

const size = { width: 720, height: 340, left: 70, right: 20, top: 40, bottom: 84 } as const;
/** Dash patterns, so that lines differ without colour. */
const dashes = ['', '8 4', '2 4', '10 3 2 3', '1 3'];

/** Draws a line chart as SVG that is readable on light and dark pages. */
export function lineChart({ title, x, y, series }: LineChart): string {
  const across = scale(x, size.left, size.width - size.right);
  const up = scale(y, size.height - size.bottom, size.top);
  const bottom = size.height - size.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" font-family="system-ui,sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    style,
    text(size.left, 20, title, 'start', 'title'),
    ...y.ticks.map((tick) => line(size.left, up(tick), size.width - size.right, up(tick), 'grid')),
    ...y.ticks.map((tick) => text(size.left - 8, up(tick) + 4, number(tick), 'end')),
    ...x.ticks.map((tick) => text(across(tick), bottom + 18, number(tick), 'middle')),
    line(size.left, bottom, size.width - size.right, bottom, 'axis'),
    text((size.left + size.width - size.right) / 2, bottom + 36, x.label, 'middle'),
    `<text transform="translate(16 ${(size.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    ...series.map(({ points }, index) => path(points, across, up, index)),
    ...series.flatMap(({ name }, index) => legend(name, index, series.length)),
    '</svg>',
    '',
  ].join('\n');
}

const style = `<style>
text{fill:#3d4852}.title{font-weight:600;font-size:14px}.grid{stroke:#8a94a0;stroke-opacity:.25}.axis{stroke:#8a94a0}
.s0{stroke:#c0392b}.s1{stroke:#b7791f}.s2{stroke:#1f6fd1}.s3{stroke:#2e8b57}.s4{stroke:#7b4fb5}
@media (prefers-color-scheme:dark){text{fill:#c9d1d9}.s0{stroke:#ff7b72}.s1{stroke:#e3b341}.s2{stroke:#79c0ff}.s3{stroke:#7ee2a8}.s4{stroke:#d2a8ff}}
</style>`;

function scale({ ticks, log = false }: Axis, from: number, to: number): (value: number) => number {
  const place = (value: number) => (log ? Math.log(value) : value);
  const [least, most] = [place(Math.min(...ticks)), place(Math.max(...ticks))];
  return (value) => {
    const share = (place(value) - least) / (most - least);
    return from + Math.min(1, Math.max(0, share)) * (to - from);
  };
}

function path(
  points: Series['points'],
  across: (value: number) => number,
  up: (value: number) => number,
  index: number,
): string {
  const d = points
    .map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${across(x).toFixed(1)} ${up(y).toFixed(1)}`)
    .join('');
  const dash = dashes[index % dashes.length];
  return `<path class="s${index % 5}" d="${d}" fill="none" stroke-width="2"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`;
}

function legend(name: string, index: number, count: number): string[] {
  const width = (size.width - size.left - size.right) / count;
  const x = size.left + index * width;
  const y = size.height - 18;
  const dash = dashes[index % dashes.length];
  return [
    `<path class="s${index % 5}" d="M${x.toFixed(1)} ${y}h24" stroke-width="2"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
    text(x + 30, y + 4, name, 'start'),
  ];
}

function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return `<path class="${className}" d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}"/>`;
}

function text(x: number, y: number, content: string, anchor: string, className?: string): string {
  const named = className === undefined ? '' : ` class="${className}"`;
  return `<text${named} x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
