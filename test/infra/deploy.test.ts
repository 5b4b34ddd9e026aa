import { describe, expect, it } from 'vitest';
import { SettingsError } from '#infra/config.ts';
import { readArguments, settingsOf, stacksOf } from '#infra/deploy/arguments.ts';

describe('npm run deploy', () => {
  it('passes all other arguments to cdk', () => {
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
  ])('checks the settings that cdk uses: %j', (args) => {
    const { context } = readArguments(args);

    expect(settingsOf(context).senderEmail).toBe('a@example.com');
  });

  it('lets stage and region override the settings', () => {
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
  ])('deploys all stacks, the named ones, or the first two: %j', (args, stacks) => {
    const options = readArguments(args);

    expect(stacksOf(options, settingsOf(options.context))).toEqual(stacks);
  });

  it.each(['not json', '[]', '"text"', 'null'])(
    'rejects a context that is not an object of settings: %s',
    (gen3d) => {
      expect(() => settingsOf({ gen3d })).toThrow(SettingsError);
      expect(() => settingsOf({ gen3d })).toThrow('Context "gen3d" is not a JSON object of settings.');
    },
  );
});
