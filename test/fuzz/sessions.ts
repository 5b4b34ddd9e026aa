import type { StatusResponse } from '#contracts/api.ts';
import { uploadedMaskKey, uploadedPhotoKey } from '#contracts/keys.ts';
import type { TestUser } from '#local/testing/users.ts';
import { userIdOf } from '#test/security/tokens.ts';
import { giveMask, type TestEnvironment, untilMask, untilStatus } from '#test/support/test-environment.ts';

/** A user's sessions in the states that the routes distinguish. */
export interface Prepared {
  readonly waiting: StatusResponse;
  readonly completed: StatusResponse;
  /** The fuzzer may delete it. */
  readonly deletable: StatusResponse;
  readonly keys: { readonly photo: string; readonly mask: string; readonly downloadToken: string };
}

export async function prepareSessions(here: TestEnvironment, user: TestUser): Promise<Prepared> {
  const completed = await untilMask(user);
  await giveMask(user, completed);
  const [waiting, deletable] = [await untilMask(user), await untilMask(user)];
  const mail = await here.emailTo(user.credential.email, ({ tags }) => tags.job_id === completed.job_id);
  return {
    waiting,
    deletable,
    completed: await untilStatus(user, completed.job_id, ({ status }) => status === 'completed'),
    keys: {
      photo: uploadedPhotoKey(userIdOf(user), waiting.session_id, 'png'),
      mask: uploadedMaskKey(userIdOf(user), waiting.session_id, 'png'),
      downloadToken: /\/download\/(\S+)/.exec(mail.text)?.[1] ?? '',
    },
  };
}
