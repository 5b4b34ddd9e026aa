import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes the arguments of Python that converts weights: writes files and index of the same form, with made-up contents.
 * FAKE_PYTHON_FAILS names the call that fails: "import" or "convert".
 */
const [, , first, second, task, folder = ''] = process.argv;
const fails = process.env.FAKE_PYTHON_FAILS;
if (first === '-c') process.exit(fails === 'import' ? 1 : 0);
if (second === 'gen3d_container.sam3.decoder') {
  const [, , , , model = '', graph = ''] = process.argv;
  writeFileSync(graph, `decoder of ${readFileSync(join(model, 'model.safetensors'), 'utf8')}`);
  process.exit(0);
}
if (second !== 'gen3d_container.weights' || task !== 'convert' || fails === 'convert') process.exit(3);

const stampOf = (text: string) => ({
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});
const names = readdirSync(folder).filter((name) => name.endsWith('.ckpt'));
const files = new Map<string, object>();
const checkpoints = new Map<string, object>();
for (const name of names) {
  const original = readFileSync(join(folder, name), 'utf8');
  const converted = `half of ${original.slice(0, original.length / 2)}`;
  const stored = name.replace('.ckpt', '.safetensors');
  writeFileSync(join(folder, stored), converted);
  files.set(stored, stampOf(converted));
  checkpoints.set(name, { source: stampOf(original), tensors: {} });
  if (process.argv.includes('--remove')) rmSync(join(folder, name));
}
const index = { format: 1, files: Object.fromEntries(files), checkpoints: Object.fromEntries(checkpoints) };
writeFileSync(join(folder, 'weights.json'), JSON.stringify(index));
