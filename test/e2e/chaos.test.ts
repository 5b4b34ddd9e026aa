import { describe, expect, it } from 'vitest';
import { runChaos } from '../chaos/run.ts';

describe('a home that dies again and again, with trouble at every seam', { timeout: 300_000 }, () => {
  it('loses nothing', async () => {
    const told: string[] = [];

    const { problems, kills } = await runChaos(
      {
        kills: 5,
        seed: 20_261_122,
        minutes: 2,
        uptime: 2_000,
        sessions: 2,
        atLeast: 2,
        faults: true,
        probability: 0.02,
        lose: false,
      },
      (line) => told.push(line),
    );

    expect(problems, told.join('\n')).toEqual([]);
    expect(kills).toBe(5);
  });
});
