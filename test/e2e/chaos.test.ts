import { describe, expect, it } from 'vitest';
import { runChaos } from '../chaos/run.ts';

describe('a local server with repeated kills and faults', { timeout: 300_000 }, () => {
  it('loses nothing', async () => {
    const printed: string[] = [];

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
      (line) => printed.push(line),
    );

    expect(problems, printed.join('\n')).toEqual([]);
    expect(kills).toBe(5);
  });
});
