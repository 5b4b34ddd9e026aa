import { Queue } from '#local/emulators/queue/queue.ts';

const [, , path = ''] = process.argv;
const queue = new Queue(path);
for (let n = 0; n < 50; n += 1) queue.put([{ queue: 'q', body: n }]);
queue.lease('q');
process.stdout.write('written\n');
setInterval(() => {}, 1000);
