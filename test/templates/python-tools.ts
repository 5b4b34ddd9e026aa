import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { pythonCommands } from '#container/python.ts';
import type { Finding } from './finding.ts';

const commands = () => pythonCommands('templates', join(import.meta.dirname, 'requirements.txt'));
const stackOf = (file: string) => basename(file).replace('.template.json', '');

const Matches = z.array(
  z.object({
    Filename: z.string(),
    Message: z.string(),
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
  }),
);

/** Checks templates with cfn-lint. @throws Error when it fails to run */
export function cfnLint(templates: readonly string[]): Finding[] {
  const text = output('cfn-lint', ['--format', 'json', '--', ...templates], [0, 2, 4, 6, 8, 10, 12, 14]);
  return Matches.parse(JSON.parse(text)).map(({ Filename, Message, Rule, Location }) => {
    const [section, name] = Location.Path ?? [];
    const resource = section === 'Resources' ? `/${name}` : '';
    return { tool: 'cfn-lint', rule: Rule.Id, where: stackOf(Filename) + resource, what: Message };
  });
}

const Failed = z.object({
  check_id: z.string(),
  check_name: z.string(),
  resource: z.string(),
  file_path: z.string(),
});
const Report = z.object({
  results: z.object({ failed_checks: z.array(Failed), parsing_errors: z.array(z.string()) }),
});

/** Checks the templates in a folder with checkov's built-in checks, offline. @throws Error when it fails to run */
export function checkov(folder: string): Finding[] {
  const wanted = ['--framework', 'cloudformation', '--directory', folder, '--skip-download'];
  const text = output('checkov', [...wanted, '--output', 'json', '--compact'], [0, 1]);
  const { results } = Report.parse(JSON.parse(text));
  if (results.parsing_errors.length > 0)
    throw new Error(`checkov could not parse ${results.parsing_errors}.`);
  return results.failed_checks.map((one) => ({
    tool: 'checkov',
    rule: one.check_id,
    where: `${stackOf(one.file_path)}/${one.resource.replace(/^.*\./, '')}`,
    what: one.check_name,
  }));
}

function output(tool: string, args: readonly string[], statuses: readonly number[]): string {
  const { stdout, stderr, status, error } = spawnSync(join(commands(), tool), args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error) throw error;
  if (status === null || !statuses.includes(status))
    throw new Error(`${tool} exited with code ${status}: ${stderr}`);
  return stdout;
}
