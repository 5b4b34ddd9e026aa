import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import { inferenceTimeout, longestSession } from '#state-machines/session/times.ts';

describe('settings', () => {
  it('have defaults', () => {
    const settings = readSettings();

    expect(settings).toMatchObject({
      region: 'us-east-1',
      senderEmail: 'noreply@genesis3d.com',
      adminEmail: 'info@2112-lab.com',
      limits: {
        maxPhotoBytes: 64_000_000,
        maxPhotoPixels: 256_000_000,
        photoSide: 4_096,
        minMaskCoverage: 0.1,
        maxMaskCoverage: 95,
      },
      links: { upload: 600, result: 900, ticket: 86_400 },
      inference: { instanceType: 'ml.g5.2xlarge', concurrentInvocations: 4 },
    });
  });

  it.each([
    [{ senderEmail: 'nobody' }, 'Setting "senderEmail" is not an email address.'],
    [{ region: 'mars' }, 'Setting "region" is not an AWS region such as us-east-1.'],
    [{ region: 'us-east-9' }, 'Setting "region" is not an AWS region such as us-east-1.'],
    [{ region: 'cn-north-1' }, 'Setting "region" is not an AWS region such as us-east-1.'],
    [{ account: '12' }, 'Setting "account" is not an AWS account number of 12 digits.'],
    [
      { inference: { instanceType: 'g5' } },
      'Setting "inference.instanceType" is not an instance type that the image runs on',
    ],
    [
      { inference: { instanceType: 'ml.g5.3xlarge' } },
      'Setting "inference.instanceType" is not an instance type that the image runs on',
    ],
    [{ limits: { maxMaskBytes: -1 } }, 'Setting "limits.maxMaskBytes" must be above 0.'],
    [{ limits: { maxPhotoPixels: 1.5 } }, 'Setting "limits.maxPhotoPixels" must be of type int.'],
    [{ limits: { maxPhotoBytes: '20 MB' } }, 'Setting "limits.maxPhotoBytes" must be of type number.'],
    [{ limits: { minMaskCoverage: 95 } }, 'Setting "limits.minMaskCoverage" must be below'],
    [{ times: { task: 901 } }, 'Setting "times.task" must be at most 900.'],
    [{ successSubject: '' }, 'Setting "successSubject" must be at least 1 characters long.'],
    [{ sendrEmail: 'a@example.com' }, 'Setting "sendrEmail" is not known.'],
    [{ times: { maskPatiense: 1 } }, 'Setting "times.maskPatiense" is not known.'],
    [{ stage: 'Prod!' }, 'Setting "stage" must be up to 10 lower case letters and digits, a letter first.'],
    [{ webOrigin: 'https://web.example.com/' }, 'Setting "webOrigin" is not an origin'],
    [{ webOrigin: 'http://web.example.com' }, 'Setting "webOrigin" is not an origin'],
    [{ webOrigin: '*' }, 'Setting "webOrigin" is not an origin'],
    [{ siteUrl: 'gen3d' }, 'Setting "siteUrl" is not a URL.'],
    [{ bucketPrefix: 'x'.repeat(41) }, 'Setting "bucketPrefix" must be at most 40 characters long'],
    [
      { bucketPrefix: 'Data_Bucket' },
      'Setting "bucketPrefix" must be lower case letters, digits and hyphens.',
    ],
    [{ signIn: { domainPrefix: 'my-aws-page' } }, 'Setting "signIn.domainPrefix" must be lower case'],
    [{ signIn: { tier: 'LITE' } }, 'Setting "signIn.tier" must be one of ESSENTIALS, PLUS.'],
    [
      { inference: { scaling: { minInstances: 6 } } },
      'Setting "inference.scaling" must have "minInstances" at most "maxInstances".',
    ],
    [{ reservedConcurrency: { initialise: 1 } }, 'Setting "reservedConcurrency.initialise" is not known.'],
    [
      { links: { ticket: 31 * 86_400 } },
      'Setting "links.ticket" must be shorter than "kept.ticketKey" days.',
    ],
    [{ web: { domain: 'gen3d.example.com' } }, 'Settings "web.domain" and "web.certificateArn" go together'],
  ])('rejects %j with a sentence that names the setting', (input, sentence) => {
    expect(() => readSettings(input)).toThrow(SettingsError);
    expect(() => readSettings(input)).toThrow(sentence);
  });

  it('reports every invalid setting, one per line', () => {
    const read = () => readSettings({ senderEmail: 'nobody', region: 'mars', limits: { maxMaskBytes: 0 } });

    expect(read).toThrow(
      [
        'Setting "region" is not an AWS region such as us-east-1.',
        'Setting "senderEmail" is not an email address.',
        'Setting "limits.maxMaskBytes" must be above 0.',
      ].join('\n'),
    );
  });

  it('keep the longest bucket name within 63 characters', () => {
    const settings = readSettings({
      stage: 'abcdefghij',
      region: 'ap-southeast-1',
      bucketPrefix: 'x'.repeat(24),
    });

    const name = deployedNames(settings).bucket(settings.bucketPrefix, '123456789012', settings.region);

    expect(name).toHaveLength(63);
  });
});

describe('timeouts', () => {
  it('gives a task more time than the queue and the model together', () => {
    const { times } = readSettings();

    expect(inferenceTimeout(times.embeddingTtl, times.embeddingInvocation)).toBeGreaterThan(4_500);
    expect(inferenceTimeout(times.reconstructionTtl, times.reconstructionInvocation)).toBeGreaterThan(7_200);
  });

  it('rejects a state machine timeout shorter than the longest session', () => {
    const { times } = readSettings();

    expect(times.machine).toBeGreaterThan(longestSession(times));
    expect(() => readSettings({ times: { machine: longestSession(times) } })).toThrow('"times.machine"');
  });

  it('rejects an invocation timeout shorter than all concurrent jobs together', () => {
    expect(() => readSettings({ inference: { worstJob: 226 } })).toThrow('concurrentInvocations × worstJob');
  });
});
