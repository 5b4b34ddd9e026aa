import { homePlace } from './home-place.ts';
import { describeSessions } from './session-body.ts';

describeSessions(homePlace, 120_000);
