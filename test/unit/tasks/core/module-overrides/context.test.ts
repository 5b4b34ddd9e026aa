import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { createNamespace, destroyNamespace, getNamespace } from '#tasks/core/module-overrides/context.ts';

let namespace: ReturnType<typeof createNamespace>;

beforeEach(() => {
  namespace = createNamespace('traces');
});

describe('context override', () => {
  it('keeps an entered context for the rest of the process', async () => {
    await setImmediate().then(() => namespace.enter(namespace.createContext()));

    namespace.set('segment', 'whole');

    expect(await setImmediate().then(() => namespace.get('segment'))).toBe('whole');
  });

  it('limits a running context to its own work, and inherits the outer values', async () => {
    namespace.enter(namespace.createContext());
    namespace.set('segment', 'whole');

    const inside = namespace.runAndReturn(async () => {
      const before = namespace.get('segment');
      namespace.set('segment', 'part');
      await setImmediate();
      return [before, namespace.get('segment')];
    });

    expect(await inside).toEqual(['whole', 'part']);
    expect(namespace.get('segment')).toBe('whole');
  });

  it('throws when a value is set without a context', () => {
    expect(namespace.get('segment')).toBeUndefined();
    expect(() => namespace.set('segment', 'lost')).toThrow('no context');
  });

  it('finds a namespace by name until it is destroyed', () => {
    expect(getNamespace('traces')).toBe(namespace);

    destroyNamespace('traces');

    expect(getNamespace('traces')).toBeUndefined();
  });
});
