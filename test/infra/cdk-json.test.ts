import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '#infra/config.ts';
import { cdkJsonPath, changeSettings } from '#infra/settings/cdk-json.ts';
import { renderSchema, schemaPath } from '#infra/settings/schema.ts';

const cdkJson = (gen3d: object) =>
  JSON.stringify({ app: 'node infra/app.ts', context: { flag: true, gen3d } });
const settingsAfter = (gen3d: object, ...changes: string[]) => changeSettings(cdkJson(gen3d), changes).given;

describe('npm run settings', () => {
  it('changes settings in cdk.json and keeps everything else', () => {
    const { text } = changeSettings(cdkJson({}), ['senderEmail=a@example.com']);

    expect(JSON.parse(text)).toEqual({
      app: 'node infra/app.ts',
      context: { flag: true, gen3d: { senderEmail: 'a@example.com' } },
    });
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('changes a nested setting, named with dots, and keeps the others', () => {
    const given = settingsAfter({ api: { burst: 400 } }, 'api.requestsPerSecond=200', 'mail.sandbox=false');

    expect(given).toEqual({ api: { burst: 400, requestsPerSecond: 200 }, mail: { sandbox: false } });
  });

  it('keeps a number as text where the setting is text', () => {
    expect(settingsAfter({}, 'account=123456789012', 'inference.imageTag=20')).toEqual({
      account: '123456789012',
      inference: { imageTag: '20' },
    });
  });

  it('removes settings without a value, and objects that become empty', () => {
    const given = settingsAfter(
      { stage: 'test', inference: { imageTag: 'x' } },
      'inference.imageTag=',
      'stage=',
    );

    expect(given).toEqual({});
  });

  it('returns the current settings without changes', () => {
    expect(settingsAfter({ stage: 'test' })).toEqual({ stage: 'test' });
  });

  it.each([
    ['senderEmail', '"senderEmail" is not NAME=VALUE'],
    ['senderEmail=nobody', 'Setting "senderEmail" is not an email address.'],
    ['api.burst=many', 'Setting "api.burst" must be of type number.'],
    ['color=red', 'Setting "color" is not known.'],
    ['web.domain=gen3d.example.com', '"web.certificateArn" go together'],
  ])('rejects %s in one sentence', (change, sentence) => {
    expect(() => settingsAfter({}, change)).toThrow(SettingsError);
    expect(() => settingsAfter({}, change)).toThrow(sentence);
  });
});

describe('cdk.schema.json', () => {
  it('is current (after a change: npm run generate)', () => {
    expect(readFileSync(schemaPath, 'utf8')).toBe(renderSchema());
  });

  it('is the schema of cdk.json', () => {
    expect(JSON.parse(readFileSync(cdkJsonPath, 'utf8'))).toHaveProperty(
      '$schema',
      './infra/settings/cdk.schema.json',
    );
  });
});
