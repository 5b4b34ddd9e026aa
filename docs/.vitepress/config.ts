import { defineConfig } from 'vitepress';

/** The sections follow Diátaxis: learn, do, look up, understand. A dead link fails the build. */
export default defineConfig({
  title: 'Gen3D',
  description: 'Turn one photo into a 3D model.',
  srcExclude: ['node_modules'],
  cleanUrls: false,
  lastUpdated: false,
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Tutorial', link: '/tutorials/first-session' },
      { text: 'API', link: '/reference/api' },
      { text: 'Operate', link: '/how-to/operate/' },
    ],
    sidebar: [
      { text: 'Tutorials', items: [{ text: 'Your first session', link: '/tutorials/first-session' }] },
      {
        text: 'How-to guides',
        items: [
          { text: 'Run the local server', link: '/how-to/run-locally' },
          { text: 'Run on one GPU', link: '/how-to/run-on-a-gpu' },
          { text: 'Deploy to AWS', link: '/how-to/deploy' },
          { text: 'Inspect executions', link: '/how-to/inspect-executions' },
          { text: 'Replay histories', link: '/how-to/replay-histories' },
          {
            text: 'Operate on AWS',
            link: '/how-to/operate/',
            collapsed: true,
            items: [
              { text: 'Failed sessions and redrive', link: '/how-to/operate/redrive' },
              { text: 'Endpoint', link: '/how-to/operate/endpoint' },
              { text: 'Functions and API errors', link: '/how-to/operate/functions' },
              { text: 'Dead letters', link: '/how-to/operate/dead-letters' },
              { text: 'Email', link: '/how-to/operate/email' },
              { text: 'Quotas', link: '/how-to/operate/quotas' },
              { text: 'Keys', link: '/how-to/operate/key-rotation' },
              { text: 'Roll back', link: '/how-to/operate/rollback' },
            ],
          },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'REST API', link: '/reference/api' },
          { text: 'Command line', link: '/reference/command-line' },
          { text: 'AWS resources', link: '/reference/aws-resources' },
          { text: 'States Language coverage', link: '/reference/asl-coverage' },
          { text: 'Benchmarks', link: '/reference/benchmarks' },
          { text: 'Writing style', link: '/reference/writing' },
        ],
      },
      {
        text: 'Explanation',
        items: [
          { text: 'Architecture', link: '/explanation/architecture' },
          { text: 'Photos', link: '/explanation/photos' },
          { text: 'Reliability', link: '/explanation/reliability' },
          { text: 'GPU memory and time', link: '/explanation/gpu-costs' },
          { text: 'Third-party emulator', link: '/explanation/ministack' },
          { text: 'Decisions', link: '/adr/' },
        ],
      },
    ],
  },
});
