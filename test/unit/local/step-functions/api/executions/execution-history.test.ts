import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyOf } from '../../histories.ts';
import { roleArn } from '../../runtime.ts';
import { type ExecutionsFixture, startExecutionsFixture } from './fixture.ts';

let fixture: ExecutionsFixture;

beforeAll(async () => {
  fixture = await startExecutionsFixture();
});
afterAll(() => fixture.runtime.discard());

describe('GetExecutionHistory', () => {
  it('is paged, in both directions, with or without data', async () => {
    const { executionArn: arn = '' } = await fixture.start('Greet', 'history', '{"name":"Ada"}');
    const all = await historyOf(fixture.runtime.client, arn);
    const get = (more: object) =>
      fixture.runtime.client.send(new GetExecutionHistoryCommand({ executionArn: arn, ...more }));

    expect(await historyOf(fixture.runtime.client, arn, 1)).toEqual(all);
    const reverse = await get({ reverseOrder: true, maxResults: 3 });
    const rest = await get({ reverseOrder: true, maxResults: 3, nextToken: reverse.nextToken });
    expect([...(reverse.events ?? []), ...(rest.events ?? [])]).toEqual(all.toReversed());
    expect(rest.nextToken).toBeUndefined();
    expect(all[0]?.executionStartedEventDetails).toEqual({
      input: '{"name":"Ada"}',
      inputDetails: { truncated: false },
      roleArn,
    });
    const bare = await get({ includeExecutionData: false });
    expect(bare.events?.[0]?.executionStartedEventDetails).toEqual({
      inputDetails: { truncated: false },
      roleArn,
    });
  });
});
