import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '#infra/app.ts';
import { accepted } from './accepted.ts';
import { judge } from './finding.ts';
import { nag } from './nag.ts';
import { cfnLint, checkov } from './python-tools.ts';

/** Holds all templates against rules that others wrote: cdk-nag, cfn-lint, checkov. */
const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
const outdir = mkdtempSync(join(tmpdir(), 'gen3d-templates-'));
try {
  const app = buildApp({ outdir });
  const { stacks } = app.synth();
  const findings = [
    ...nag(app),
    ...cfnLint(stacks.map(({ templateFullPath }) => templateFullPath)),
    ...checkov(outdir),
  ];
  const { open, idle } = judge(findings, accepted);
  for (const { tool, rule, where, what } of open) console.error(`${tool} ${rule} ${where}: ${what}`);
  for (const { rule, where } of idle)
    console.error(`Nothing needs the reason for ${rule} at ${where} any more.`);
  console.log(
    `${stacks.length} templates: ${findings.length} findings, ${findings.length - open.length} with a reason, ${open.length} open.`,
  );
  if (open.length + idle.length > 0) process.exitCode = 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
