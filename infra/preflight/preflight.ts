import type { Settings } from '#infra/config.ts';
import { Account } from './account.ts';
import {
  type Check,
  checkAccount,
  checkBootstrap,
  checkDecoder,
  checkImage,
  checkInstanceQuota,
  checkModels,
  checkPageAddress,
  checkSandbox,
  checkSender,
  checkSignUp,
  type Finding,
} from './checks.ts';

/** `prepare` deploys only what must exist before models and image can be uploaded. */
export type Phase = 'prepare' | 'all';

const prepare = [checkAccount, checkBootstrap, checkInstanceQuota, checkSignUp];
const checks: Readonly<Record<Phase, readonly Check[]>> = {
  prepare,
  all: [...prepare, checkModels, checkDecoder, checkImage, checkSender, checkSandbox, checkPageAddress],
};

/**
 * Checks whether a deployment to the account can succeed. Changes nothing. A check that cannot run is a `stop`.
 *
 * @example
 * const findings = await preflight(readSettings({ region: 'eu-west-1' }), 'all');
 * console.log(formatFindings(findings));
 */
export async function preflight(settings: Settings, phase: Phase): Promise<Finding[]> {
  const account = new Account(settings.region);
  let accountNumber: string;
  try {
    accountNumber = await account.number();
  } catch (error) {
    return [
      {
        kind: 'stop',
        text: `No AWS credentials work here: ${messageOf(error)}`,
        remedy: 'Run "aws configure" or "aws sso login", or set AWS_PROFILE.',
      },
    ];
  }
  const context = { settings, account, accountNumber };
  return Promise.all(checks[phase].map((check) => check(context).catch(failed)));
}

function failed(error: unknown): Finding {
  return {
    kind: 'stop',
    text: `A check could not run: ${messageOf(error)}`,
    remedy: 'Give these credentials permission to read this, then try again.',
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const symbols = { good: '✓', note: '!', stop: '✗' } as const;

/** One line for each finding, followed by an indented line with its remedy. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .flatMap((finding) => [
      `${symbols[finding.kind]} ${finding.text}`,
      ...(finding.kind === 'good' ? [] : [`    ${finding.remedy}`]),
    ])
    .join('\n');
}
