import { describe, expect, it } from 'vitest';
import { Resolver } from '#local/environment/assembly/resolver.ts';
import { type Stack, Template } from '#local/environment/assembly/template.ts';

/** How Fn::Sub writes a variable. */
const of = (name: string) => `\${${name}}`;

const place = { region: 'us-east-1', accountId: '000000000000' };

function stack(name: string, template: object): Stack {
  return { name, template: Template.parse(template), assets: new Map() };
}

const data = stack('Data', {
  Resources: {
    Objects: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: { 'Fn::Join': ['-', ['photos', { Ref: 'AWS::Region' }]] } },
    },
    Rows: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'rows' } },
  },
  Outputs: {
    BucketOut: { Value: { Ref: 'Objects' }, Export: { Name: 'Data:Bucket' } },
    TableOut: {
      Value: { 'Fn::GetAtt': ['Rows', 'Arn'] },
      Export: { Name: { 'Fn::Sub': `${of('AWS::StackName')}:Table` } },
    },
  },
});
const session = stack('Session', {
  Parameters: { Version: { Type: 'String', Default: '/cdk/version' }, Bare: { Type: 'String' } },
  Mappings: { Zones: { 'us-east-1': { zone: 'a' } } },
  Conditions: {
    Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    There: { 'Fn::Not': [{ Condition: 'Here' }] },
    Both: { 'Fn::And': [{ Condition: 'Here' }, { Condition: 'There' }] },
    Either: { 'Fn::Or': [{ Condition: 'Here' }, { Condition: 'There' }] },
  },
  Resources: {
    Handler: { Type: 'AWS::Lambda::Function', Properties: {} },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'done' } },
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'Session' } },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Only: { Type: 'AWS::SNS::Topic', Properties: {}, Condition: 'There' },
  },
});
const resolver = new Resolver([data, session], place);
const resolve = (value: unknown) => resolver.resolve(value, session, 'Handler.Environment');

describe('resolves', () => {
  it.each([
    ['a plain value', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['the stack', { Ref: 'AWS::StackName' }, 'Session'],
    ['a parameter with a default', { Ref: 'Version' }, '/cdk/version'],
    ['a name set in the template', { Ref: 'Topic' }, 'arn:aws:sns:us-east-1:000000000000:done'],
    ['a generated name', { Ref: 'Handler' }, 'Session-Handler'],
    [
      'an attribute',
      { 'Fn::GetAtt': ['Machine', 'Arn'] },
      'arn:aws:states:us-east-1:000000000000:stateMachine:Session',
    ],
    [
      'an attribute in short form',
      { 'Fn::GetAtt': 'Role.Arn' },
      'arn:aws:iam::000000000000:role/Session-Role',
    ],
    [
      'a join',
      { 'Fn::Join': ['', ['s3://', { 'Fn::ImportValue': 'Data:Bucket' }, '/x']] },
      's3://photos-us-east-1/x',
    ],
    ['a join over a split', { 'Fn::Join': ['+', { 'Fn::Split': [':', 'a:b'] }] }, 'a+b'],
    ['a selection', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
    [
      'an export whose name is a substitution',
      { 'Fn::ImportValue': 'Data:Table' },
      'arn:aws:dynamodb:us-east-1:000000000000:table/rows',
    ],
    [
      'a substitution',
      { 'Fn::Sub': `${of('Handler')}/${of('Handler.Arn')}/${of('!Literal')}` },
      `Session-Handler/arn:aws:lambda:us-east-1:000000000000:function:Session-Handler/${of('Literal')}`,
    ],
    [
      'a substitution with variables',
      { 'Fn::Sub': [`${of('a')}-${of('AWS::Region')}`, { a: { Ref: 'Handler' } }] },
      'Session-Handler-us-east-1',
    ],
    ['a choice', { 'Fn::If': ['Here', 'yes', 'no'] }, 'yes'],
    ['a choice by not', { 'Fn::If': ['There', 'yes', 'no'] }, 'no'],
    ['a choice by and', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['a choice by or', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    [
      'no value at all',
      { a: { 'Fn::If': ['There', 1, { Ref: 'AWS::NoValue' }] }, b: [1, { Ref: 'AWS::NoValue' }] },
      { b: [1] },
    ],
    ['a mapping', { 'Fn::FindInMap': ['Zones', { Ref: 'AWS::Region' }, 'zone'] }, 'a'],
    ['base 64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
  ])('%s', (_what, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('skips a resource whose condition does not hold', () => {
    const { Only, Topic } = session.template.Resources;

    expect([Only, Topic].map((resource) => resource && resolver.exists(session, resource))).toEqual([
      false,
      true,
    ]);
  });
});

describe('reports resource and path of', () => {
  it.each([
    ['an unknown reference', { A: [{ Ref: 'Nobody' }] }, 'Session/Handler.Environment.A[0]: Ref Nobody'],
    ['a parameter without a default', { Ref: 'Bare' }, 'neither a resource nor a parameter with a default'],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Topic', 'Colour'] },
      'AWS::SNS::Topic Topic has no supported attribute Colour',
    ],
    [
      'an attribute of an unknown resource',
      { 'Fn::GetAtt': ['Nobody', 'Arn'] },
      'resource Nobody does not exist',
    ],
    ['an unknown export', { 'Fn::ImportValue': 'Other' }, 'no stack exports Other'],
    ['an unknown function', { 'Fn::Cidr': ['x'] }, 'Fn::Cidr is not supported'],
    ['an unknown condition', { 'Fn::If': ['Maybe', 1, 2] }, 'condition Maybe does not exist'],
    [
      'an unknown mapping',
      { 'Fn::FindInMap': ['Zones', 'mars', 'zone'] },
      'mapping Zones.mars.zone is missing',
    ],
    ['a selection out of range', { 'Fn::Select': [5, ['a']] }, 'out of range'],
    ['a malformed join', { 'Fn::Join': ['x'] }, 'malformed'],
    ['a join of objects', { 'Fn::Join': ['', [{ a: 1, b: 2 }]] }, 'expected a text'],
  ])('%s', (_what, value, message) => {
    expect(() => resolve(value)).toThrow(message);
  });
});
