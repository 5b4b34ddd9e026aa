import { expect, test } from 'vitest';
import { reportLines } from '#local/demo/report.ts';
import { jobId, statusWith } from '#test/unit/client/statuses.ts';

test('reports job, states, model, email, link and next steps', () => {
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
    geometry: '5,002 vertices, 10,000 triangles',
    received: { to: ['demo@example.com'], subject: 'Your 3D model is ready' },
    link: 'http://127.0.0.1:1/prod/download/token',
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
    '5,002 vertices, 10,000 triangles, 0.75 MB, by gen3d-preview, a placeholder for SAM 3D',
    'to demo@example.com: "Your 3D model is ready"',
    'http://127.0.0.1:1/prod/download/token',
    'The link works (0.75 MB)',
    'npm start -- --folder .gen3d/demo',
    'npx gen3d list --config .gen3d/demo/client.json',
    `--execution-arn arn:aws:states:us-east-1:000000000000:execution:Gen3DSession:${jobId}`,
  ]) {
    expect(text).toContain(part);
  }
});
