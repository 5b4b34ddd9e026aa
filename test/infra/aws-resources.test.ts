import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesized } from './stacks.ts';
import { builtPage, webStack } from './support/web-stack.ts';

const text = readFileSync(
  join(import.meta.dirname, '..', '..', 'docs', 'reference', 'aws-resources.md'),
  'utf8',
);
const page = builtPage();
let ids: Record<string, string[]>;

beforeAll(async () => {
  const { stacks } = await synthesized();
  const web = Template.fromStack(webStack(page.folder)).toJSON();
  const templates = [...stacks, { name: 'Gen3D-Web', template: web }];
  ids = Object.fromEntries(
    templates.map(({ name, template }) => [
      name.replace('Gen3D-', ''),
      Object.keys(template.Resources).map((id) => id.replace(/[0-9A-F]{8}$/, '')),
    ]),
  );
}, 300_000);

afterAll(() => page.remove());

describe('docs/reference/aws-resources.md', () => {
  it('names resources in the templates', () => {
    const named = [...text.matchAll(/`(Data|Inference|Mail|Session|Web|Operations)\/(\w+)`/g)];

    expect(named.length).toBeGreaterThan(70);
    const missing = named.filter(([, part = '', name = '']) => !ids[part]?.includes(name));
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it.each([
    ...['Gen3DSageMakerExecutionRole', 'Gen3DSageMakerCustomPolicy', 'Gen3DLambdaWrapperRole'],
    ...['Gen3DLambdaWrapperPolicy', 'Gen3DLambdaNotifyRole', 'Gen3DLambdaNotifyPolicy', 'gen3d-data-bucket'],
    ...[
      'Gen3DUserPool',
      'Gen3DWebClient',
      'Gen3DIdentityPool',
      'Gen3DCognitoAuthRole',
      'Gen3DCognitoAuthPolicy',
    ],
    ...['Gen3DCognitoUnauthRole', 'Gen3DCognitoUnauthPolicy', 'gen3d-sam3-sam3d', 'Gen3DSAM3SAM3DModel'],
    ...['Gen3DSAM3SAM3DAsyncConfig', 'gen3d-sam3-sam3d-endpoint', 'Gen3DScalingPolicy', 'Gen3DJobStatus'],
    ...[
      'Gen3DWrapperLambda',
      'Gen3DNotifyLambda',
      'Gen3DNotifyTrigger',
      'Gen3DAPI',
      'Gen3DCognitoAuthorizer',
    ],
    ...['POST /initialize', 'POST /reconstruct', 'GET /status/{job_id}', 'noreply@genesis3d.com'],
    ...['info@2112-lab.com', 'web-config.json', 'CloudFront', '/aws/lambda/Gen3DWrapperLambda'],
  ])('says where %s is', (name) => {
    const rows = text
      .split('\n')
      .filter((line) => line.startsWith('| ') && (line.split('|')[1] ?? '').includes(name));

    expect(rows).not.toEqual([]);
  });
});
