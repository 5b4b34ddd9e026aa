import { describe, expect, it } from 'vitest';
import { type Deployment, WebConfig, webConfigOf } from '#tasks/core/contracts/web-config.ts';

const home: Deployment = {
  apiUrl: 'https://api.example.com/prod',
  issuer: 'https://issuer.example.com',
  clientId: 'client-1',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_abc',
  bucketName: 'objects',
};
const identityPool = { id: 'eu-central-1:1a2b', authenticatedRoleArn: 'arn:aws:iam::1:role/users' };

describe('web-config.json', () => {
  it('has what page and command line read, and every field of the plan of record', () => {
    const config = WebConfig.parse(webConfigOf({ ...home, identityPool }));

    expect(config).toMatchObject({ apiUrl: home.apiUrl, issuer: home.issuer, clientId: home.clientId });
    expect(config).toMatchObject({
      region: 'eu-central-1',
      userPoolId: 'eu-central-1_abc',
      userPoolWebClientId: 'client-1',
      identityPoolId: 'eu-central-1:1a2b',
      s3Bucket: 'objects',
      apiEndpoint: home.apiUrl,
      cognitoAuthRole: identityPool.authenticatedRoleArn,
    });
  });

  it('names no identity pool where there is none', () => {
    const config = WebConfig.parse(webConfigOf(home));

    expect(config).not.toHaveProperty('identityPoolId');
    expect(config).not.toHaveProperty('cognitoAuthRole');
  });
});
