import { randomBytes } from 'node:crypto';
import { epochIn } from '../time.ts';
import { parseKeySet } from './key-set.ts';

/** Seconds during which a function may still sign with a cached key. */
const oldKeyInUse = 900;

/**
 * Adds a new current key to the secret. A former key stays until the last download token that it signed has expired,
 * one token lifetime after its successor was created.
 * @param text the current secret
 * @param ticketSeconds lifetime of a download token
 * @throws ConfigurationError when the secret is invalid
 */
export function rotatedSecret(text: string, downloadTokenSeconds: number): string {
  const { byId } = parseKeySet(text);
  const now = epochIn(0);
  const current = freshId(now, byId);
  const inUse = [...byId].sort(([a], [b]) => bornAt(a) - bornAt(b));
  const kept = inUse.filter((_key, index) => {
    const [successor] = inUse[index + 1] ?? [current];
    return bornAt(successor) + downloadTokenSeconds + oldKeyInUse > now;
  });
  return JSON.stringify({ current, ...Object.fromEntries(kept), [current]: randomBytes(48).toString('hex') });
}

/** A key id contains its creation time. The first key, `k1`, and keys added manually count as the oldest. */
function bornAt(id: string): number {
  return Number(/^k(\d{10,})$/.exec(id)?.[1] ?? 0);
}

function freshId(now: number, byId: ReadonlyMap<string, string>): string {
  const id = `k${now}`;
  return byId.has(id) ? freshId(now + 1, byId) : id;
}
