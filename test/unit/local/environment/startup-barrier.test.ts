import { describe, expect, it, vi } from 'vitest';
import { createStartupBarrier } from '#local/environment/startup-barrier.ts';

describe('the startup barrier', () => {
  it('delays calls until it is open', async () => {
    const invoke = vi.fn(async () => ({ ok: true, payload: 'done' }) as const);
    const barrier = createStartupBarrier(invoke);
    const call = barrier.invoke('function', { a: 1 });

    await Promise.resolve();
    expect(invoke).not.toHaveBeenCalled();
    barrier.open();

    expect(await call).toEqual({ ok: true, payload: 'done' });
    expect(invoke).toHaveBeenCalledWith('function', { a: 1 }, undefined);
  });

  it('stops waiting when a call is aborted', async () => {
    const barrier = createStartupBarrier(vi.fn());
    const leaving = new AbortController();
    const call = barrier.invoke('function', {}, leaving.signal);

    leaving.abort(new Error('the local server stops'));

    await expect(call).rejects.toThrow('the local server stops');
    await expect(barrier.invoke('function', {}, leaving.signal)).rejects.toThrow('the local server stops');
  });
});
