import { localTarget } from '../support/local-target.ts';
import { describeSessions } from '../support/session-body.ts';

describeSessions(localTarget, 120_000);
