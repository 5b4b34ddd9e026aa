import type { Settings } from '#infra/config.ts';
import { Account } from './account.ts';
import {
  accountIsMeant,
  type Check,
  canSendMail,
  canSignUp,
  type Finding,
  hasDecoder,
  hasImage,
  hasInstances,
  hasModels,
  isBootstrapped,
  pageIsFound,
  reachesUsers,
} from './checks.ts';

/** What a deployment stands on; `prepare` is the first half: what must be there before models can be uploaded. */
export type Phase = 'prepare' | 'all';

const checks: Readonly<Record<Phase, readonly Check[]>> = {
  prepare: [accountIsMeant, isBootstrapped, hasInstances, canSignUp],
  all: [
    accountIsMeant,
    isBootstrapped,
    hasInstances,
    canSignUp,
    hasModels,
    hasDecoder,
    hasImage,
    canSendMail,
    reachesUsers,
    pageIsFound,
  ],
};

/** Asks the account whether a deployment can succeed; changes nothing. A check that fails itself is a `stop`. */
export async function preflight(settings: Settings, phase: Phase): Promise<Finding[]> {
  const account = new Account(settings.region);
  let accountNumber: string;
  try {
    accountNumber = await account.number();
  } catch (error) {
    return [
      {
        kind: 'stop',
        says: `There are no AWS credentials that work: ${messageOf(error)}`,
        remedy: 'aws configure (or aws sso login), or set AWS_PROFILE',
      },
    ];
  }
  const around = { settings, account, accountNumber };
  return Promise.all(checks[phase].map((check) => check(around).catch(failed)));
}

function failed(error: unknown): Finding {
  return {
    kind: 'stop',
    says: `A check could not be made: ${messageOf(error)}`,
    remedy: 'Give these credentials the right to look, and try again.',
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const marks = { good: '✓', note: '!', stop: '✗' } as const;

/** One line for each finding, and one for what to do about it. */
export function told(findings: readonly Finding[]): string {
  return findings
    .flatMap((finding) => [
      `${marks[finding.kind]} ${finding.says}`,
      ...(finding.kind === 'good' ? [] : [`    ${finding.remedy}`]),
    ])
    .join('\n');
}
