import { describe, expect, it } from 'vitest';
import { SettingsError } from '#infra/config.ts';
import { readArguments, settingsOf, stacksOf } from '#infra/deploy.ts';

describe('npm run deploy', () => {
  it('hands everything that is not its own to cdk', () => {
    const options = readArguments(['--prepare', '-c', 'stage=dev', '--require-approval', 'never']);

    expect(options).toEqual({
      phase: 'prepare',
      checkOnly: false,
      context: { stage: 'dev' },
      forCdk: ['-c', 'stage=dev', '--require-approval', 'never'],
    });
  });

  it.each([
    [['-c', 'gen3d={"senderEmail":"a@example.com"}']],
    [['--context', 'gen3d={"senderEmail":"a@example.com"}']],
    [['--context=gen3d={"senderEmail":"a@example.com"}']],
    [['-cgen3d={"senderEmail":"a@example.com"}']],
  ])('looks with the settings that cdk gets: %j', (args) => {
    const { context } = readArguments(args);

    expect(settingsOf(context).senderEmail).toBe('a@example.com');
  });

  it('takes stage and region by themselves, before those of the settings', () => {
    const context = { gen3d: '{"stage":"test","region":"eu-west-1"}', stage: 'dev' };

    expect(settingsOf(context)).toMatchObject({ stage: 'dev', region: 'eu-west-1' });
  });

  it.each([
    [[], ['--all']],
    [['Gen3D-Web', '--force'], []],
    [['--prepare'], ['Gen3D-Data', 'Gen3D-Mail']],
    [
      ['--prepare', '-c', 'stage=test'],
      ['Gen3D-Data-test', 'Gen3D-Mail-test'],
    ],
  ])('deploys all stacks, those that are named, or the first two: %j', (args, stacks) => {
    const options = readArguments(args);

    expect(stacksOf(options, settingsOf(options.context))).toEqual(stacks);
  });

  it.each(['not json', '[]', '"text"', 'null'])(
    'refuses a context that is no object of settings: %s',
    (gen3d) => {
      expect(() => settingsOf({ gen3d })).toThrow(SettingsError);
      expect(() => settingsOf({ gen3d })).toThrow('Context "gen3d" is not a JSON object of settings.');
    },
  );
});
