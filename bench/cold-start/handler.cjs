// Loads one bundled handler as Lambda's runtime does and prints the CPU time and memory that it took.
const [file, name] = process.argv.slice(2);
if (typeof require(file)[name] !== 'function') throw new Error(`${file} exports no ${name}.`);
const { user, system } = process.cpuUsage();
const kibibytes = process.resourceUsage().maxRSS;
process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1_000, memory: kibibytes / 1_024 })}\n`);
