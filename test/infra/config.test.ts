import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '#infra/config.ts';
import { inferenceTimeout, longestSession } from '#state-machines/session-times.ts';

describe('settings', () => {
  it('have the values of the plan by default', () => {
    const settings = readSettings();

    expect(settings).toMatchObject({
      region: 'us-east-1',
      senderEmail: 'noreply@genesis3d.com',
      adminEmail: 'info@2112-lab.com',
      limits: { maxPhotoBytes: 20_000_000, minMaskCoverage: 0.1, maxMaskCoverage: 95 },
      links: { upload: 600, result: 900, ticket: 86_400 },
      inference: { instanceType: 'ml.g5.2xlarge', concurrentInvocations: 4 },
    });
  });

  it.each([
    [{ senderEmail: 'nobody' }, 'Setting "senderEmail" is not a mail address.'],
    [{ region: 'mars' }, 'Setting "region" is not an AWS region such as us-east-1.'],
    [
      { inference: { instanceType: 'g5' } },
      'Setting "inference.instanceType" is not a SageMaker instance type',
    ],
    [{ limits: { maxMaskBytes: -1 } }, 'Setting "limits.maxMaskBytes"'],
    [{ limits: { minMaskCoverage: 96 } }, 'must be below'],
  ])('refuses %j with a sentence that names the setting', (input, sentence) => {
    expect(() => readSettings(input)).toThrow(SettingsError);
    expect(() => readSettings(input)).toThrow(sentence);
  });
});

describe('times nest', () => {
  it('a Task outlasts the queue and the model together', () => {
    const { times } = readSettings();

    expect(inferenceTimeout(times.embeddingTtl, times.embeddingInvocation)).toBeGreaterThan(4_500);
    expect(inferenceTimeout(times.reconstructionTtl, times.reconstructionInvocation)).toBeGreaterThan(7_200);
  });

  it('the machine outlasts the longest session, or the settings are refused', () => {
    const { times } = readSettings();

    expect(times.machine).toBeGreaterThan(longestSession(times));
    expect(() => readSettings({ times: { machine: longestSession(times) } })).toThrow('"times.machine"');
  });

  it('an invocation outlasts all jobs that run beside it, or the settings are refused', () => {
    expect(() => readSettings({ inference: { worstJob: 226 } })).toThrow('concurrentInvocations × worstJob');
  });
});
