// Calls a bundled handler once in a new process, like Lambda's runtime. Arguments: FILE EVENT
const [file, event] = process.argv.slice(2);
const context = {
  functionName: 'function',
  awsRequestId: 'request-1',
  getRemainingTimeInMillis: () => 10_000,
};
require(file)
  .handler(JSON.parse(event), context)
  .then((answer) => console.log(JSON.stringify({ answer })));
