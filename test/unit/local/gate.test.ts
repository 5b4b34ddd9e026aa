import { describe, expect, it, vi } from 'vitest';
import { createGate } from '#local/home/gate.ts';

describe('the gate', () => {
  it('holds calls back until it is open', async () => {
    const invoke = vi.fn(async () => ({ ok: true, payload: 'done' }) as const);
    const gate = createGate(invoke);
    const call = gate.invoke('function', { a: 1 });

    await Promise.resolve();
    expect(invoke).not.toHaveBeenCalled();
    gate.open();

    expect(await call).toEqual({ ok: true, payload: 'done' });
    expect(invoke).toHaveBeenCalledWith('function', { a: 1 }, undefined);
  });

  it('lets those go who do not want to wait any more', async () => {
    const gate = createGate(vi.fn());
    const leaving = new AbortController();
    const call = gate.invoke('function', {}, leaving.signal);

    leaving.abort(new Error('the home stops'));

    await expect(call).rejects.toThrow('the home stops');
    await expect(gate.invoke('function', {}, leaving.signal)).rejects.toThrow('the home stops');
  });
});
