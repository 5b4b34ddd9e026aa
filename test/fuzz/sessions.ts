import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { sessionKeys } from '#tasks/core/keys.ts';
import { giveMask, type TestHome, type TestUser, untilMask, untilStatus } from '#test/e2e/home.ts';
import { userIdOf } from '#test/security/tokens.ts';

/** A user's sessions in the states that routes care for. */
export interface Prepared {
  readonly waiting: StatusResponse;
  readonly completed: StatusResponse;
  /** Nobody minds when it is deleted. */
  readonly doomed: StatusResponse;
  readonly keys: { readonly photo: string; readonly mask: string; readonly ticket: string };
}

export async function prepareSessions(here: TestHome, user: TestUser): Promise<Prepared> {
  const completed = await untilMask(user);
  await giveMask(user, completed);
  const [waiting, doomed] = [await untilMask(user), await untilMask(user)];
  const mail = await here.mailTo(user.credential.email, ({ tags }) => tags.job_id === completed.job_id);
  const keys = sessionKeys(userIdOf(user), waiting.session_id);
  return {
    waiting,
    doomed,
    completed: await untilStatus(user, completed.job_id, ({ status }) => status === 'completed'),
    keys: {
      photo: `${keys.prefix}original_image.png`,
      mask: keys.mask,
      ticket: /\/download\/(\S+)/.exec(mail.text)?.[1] ?? '',
    },
  };
}
