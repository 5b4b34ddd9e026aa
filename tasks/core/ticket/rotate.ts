import { randomBytes } from 'node:crypto';
import { epochIn } from '../time.ts';
import { parseTicketKeys } from './keys.ts';

/** Seconds for which a function may still sign with the key that it read before. */
const oldKeyInUse = 900;

/**
 * The secret with a new current key. A former key stays until the last ticket signed with it has expired: one
 * ticket's life after its successor was made.
 * @param text the secret as it is
 * @param ticketSeconds how long a ticket lives
 * @throws ConfigurationError when the secret has another form
 */
export function rotatedSecret(text: string, ticketSeconds: number): string {
  const { byId } = parseTicketKeys(text);
  const now = epochIn(0);
  const current = freshId(now, byId);
  const inUse = [...byId].sort(([a], [b]) => bornAt(a) - bornAt(b));
  const kept = inUse.filter((_key, index) => {
    const [successor] = inUse[index + 1] ?? [current];
    return bornAt(successor) + ticketSeconds + oldKeyInUse > now;
  });
  return JSON.stringify({ current, ...Object.fromEntries(kept), [current]: randomBytes(48).toString('hex') });
}

/** Ids tell when a key was made; the first one, `k1`, and keys added by hand are older than all others. */
function bornAt(id: string): number {
  return Number(/^k(\d{10,})$/.exec(id)?.[1] ?? 0);
}

function freshId(now: number, byId: ReadonlyMap<string, string>): string {
  const id = `k${now}`;
  return byId.has(id) ? freshId(now + 1, byId) : id;
}
