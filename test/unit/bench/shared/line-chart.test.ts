import { parse } from 'node-html-parser';
import { describe, expect, it } from 'vitest';
import { lineChart } from '../../../../bench/shared/line-chart.ts';
import { textTable } from '../../../../bench/shared/text-table.ts';

const chart = {
  title: 'Waits < an hour & more',
  x: { label: 'sessions a minute', ticks: [1, 10, 100], log: true },
  y: { label: 'minutes', ticks: [0, 10] },
  series: [
    { name: 'plan', points: [[1, 0] as const, [10, 5] as const, [100, 25] as const] },
    { name: 'ours', points: [[1, 1] as const] },
  ],
};

describe('lineChart', () => {
  it('shows the title, the axes and the names of the lines', () => {
    const svg = parse(lineChart(chart));
    const texts = svg.querySelectorAll('text').map(({ textContent }) => textContent);

    expect(svg.querySelector('title')?.textContent).toContain('an hour');
    expect(texts).toEqual(expect.arrayContaining(['sessions a minute', 'minutes', 'plan', 'ours', '100']));
  });

  it('scales values to the axis and clamps them', () => {
    const [line] = parse(lineChart(chart))
      .querySelectorAll('path[fill=none]')
      .map((path) => path.getAttribute('d'));

    expect(line).toBe('M70.0 256.0L385.0 148.0L700.0 40.0');
  });

  it('has a dark colour scheme', () => {
    expect(lineChart(chart)).toContain('prefers-color-scheme:dark');
  });
});

describe('textTable', () => {
  it('aligns columns', () => {
    const rows = [
      ['what', 'ms'],
      ['a start', '110'],
    ];

    expect(textTable(rows)).toEqual(['what      ms', 'a start  110']);
  });
});
