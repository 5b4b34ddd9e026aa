import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStacks } from '#local/environment/assembly/template.ts';
import { assemblyFolder, resources } from './assembly.ts';
import type { Resources } from './resources/resources.ts';

let assembly: ReturnType<typeof assemblyFolder>;

beforeEach(() => {
  assembly = assemblyFolder();
});
afterEach(() => assembly.remove());

describe('rejects a template with', () => {
  const method = (properties: Record<string, unknown>) => ({
    GetStatus: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { ...resources.GetStatus?.Properties, ...properties },
    },
  });

  it.each<[string, Resources, string]>([
    ['an unknown authorization', method({ AuthorizationType: 'AWS_IAM' }), 'GetStatus.AuthorizationType'],
    ['an unknown integration', method({ Integration: { Type: 'HTTP' } }), 'GetStatus.Integration'],
    ['a method without a resource', method({ ResourceId: 'nowhere' }), 'GetStatus.ResourceId'],
    [
      'a second API',
      { Other: { Type: 'AWS::ApiGateway::RestApi', Properties: {} } },
      'AWS::ApiGateway::RestApi',
    ],
    [
      'a bundle that is not there',
      {
        Handler: {
          Type: 'AWS::Lambda::Function',
          Properties: { Handler: 'index.handler', Code: { S3Key: 'x' } },
        },
      },
      'Service/Handler.Code',
    ],
    [
      'a handler in no module of the bundle',
      {
        Handler: {
          Type: 'AWS::Lambda::Function',
          Properties: { Handler: 'main.handler', Code: { S3Key: 'abc.zip' } },
        },
      },
      'Service/Handler.Handler',
    ],
    [
      'a property of the wrong kind',
      {
        Done: { Type: 'AWS::SNS::Topic', Properties: {} },
        ToHandler: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'lambda' } },
      },
      'Service/ToHandler.TopicArn',
    ],
  ])('%s', (_what, changes, where) => {
    expect(() => assembly.read(changes)).toThrow(where);
  });

  it('rejects a folder without an assembly', () => {
    expect(() => readStacks(join(assembly.path, 'asset.abc'))).toThrow("isn't part of a cloud assembly");
  });
});
