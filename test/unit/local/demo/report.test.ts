import { expect, test } from 'vitest';
import { reportLines } from '#local/demo/report.ts';
import { jobId, statusWith } from '#test/unit/client/statuses.ts';

test('The report tells job, states, model, mail, link and how to look further', () => {
  const text = reportLines({
    status: statusWith({
      status: 'completed',
      model: { name: 'gen3d-preview', revision: '1', preview: true },
    }),
    visits: [
      { state: 'ValidateInput', at: 0.01, seconds: 0.5 },
      { state: 'SessionSucceeded', at: 12.5, seconds: undefined },
    ],
    modelPath: '/home/ada/cup.ply',
    modelBytes: 750_180,
    points: 50_000,
    mail: { to: 'demo@example.com', subject: 'Your 3D Model is Ready!', text: '' },
    link: 'http://127.0.0.1:1/prod/download/ticket',
    linkBytes: 750_180,
    executionArn: `arn:aws:states:us-east-1:000000000000:execution:Gen3DSession:${jobId}`,
    stepFunctionsUrl: 'http://127.0.0.1:2',
    awsFiles: { config: '.gen3d/demo/aws/config', credentials: '.gen3d/demo/aws/credentials' },
    folder: '.gen3d/demo',
    email: 'demo@example.com',
    userFile: '.gen3d/demo/demo-user.json',
  }).join('\n');

  for (const part of [
    `Job     ${jobId}`,
    'ValidateInput     at   0.01 s    0.50 s',
    'SessionSucceeded  at  12.50 s',
    '/home/ada/cup.ply',
    '50,000 coloured points, 0.75 MB, by gen3d-preview, a stand-in for SAM 3D',
    'to demo@example.com: "Your 3D Model is Ready!"',
    'http://127.0.0.1:1/prod/download/ticket',
    'it gave 0.75 MB',
    'npm start -- --folder .gen3d/demo',
    'npx gen3d list --config .gen3d/demo/client.json',
    `--execution-arn arn:aws:states:us-east-1:000000000000:execution:Gen3DSession:${jobId}`,
  ]) {
    expect(text).toContain(part);
  }
});
