import { describe, expect, it } from 'vitest';
import { SettingsError } from '#infra/config.ts';
import { changeSettings } from '#infra/settings/file.ts';

const cdkJson = (gen3d: object) =>
  JSON.stringify({ app: 'node infra/app.ts', context: { flag: true, gen3d } });
const settingsAfter = (gen3d: object, ...changes: string[]) => changeSettings(cdkJson(gen3d), changes).given;

describe('npm run settings', () => {
  it('puts settings into cdk.json and leaves everything else there as it is', () => {
    const { text } = changeSettings(cdkJson({}), ['senderEmail=a@example.com']);

    expect(JSON.parse(text)).toEqual({
      app: 'node infra/app.ts',
      context: { flag: true, gen3d: { senderEmail: 'a@example.com' } },
    });
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('knows a setting within another by dots, and keeps its neighbours', () => {
    const given = settingsAfter({ api: { burst: 400 } }, 'api.requestsPerSecond=200', 'mail.sandbox=false');

    expect(given).toEqual({ api: { burst: 400, requestsPerSecond: 200 }, mail: { sandbox: false } });
  });

  it('takes a number for text where the setting is text', () => {
    expect(settingsAfter({}, 'account=123456789012', 'inference.imageTag=20')).toEqual({
      account: '123456789012',
      inference: { imageTag: '20' },
    });
  });

  it('takes settings away that have no value, and what is then empty', () => {
    const given = settingsAfter(
      { stage: 'test', inference: { imageTag: 'x' } },
      'inference.imageTag=',
      'stage=',
    );

    expect(given).toEqual({});
  });

  it('shows what is there when nothing is to be changed', () => {
    expect(settingsAfter({ stage: 'test' })).toEqual({ stage: 'test' });
  });

  it.each([
    ['senderEmail', '"senderEmail" is not NAME=VALUE'],
    ['senderEmail=nobody', 'Setting "senderEmail" is not a mail address.'],
    ['api.burst=many', 'Setting "api.burst" must be of type number.'],
    ['colour=red', 'Setting "colour" is not known.'],
    ['web.domain=gen3d.example.com', '"web.certificateArn" go together'],
  ])('refuses %s in one sentence, and then changes nothing', (change, sentence) => {
    expect(() => settingsAfter({}, change)).toThrow(SettingsError);
    expect(() => settingsAfter({}, change)).toThrow(sentence);
  });
});
