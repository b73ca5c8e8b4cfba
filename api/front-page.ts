import type { FastifyPluginCallback } from 'fastify';
import type { ApiDependencies } from './dependencies.ts';

/** `/` for a person who opens the address in a browser: what this is, and where to go on from here. */
export const frontPage: FastifyPluginCallback<ApiDependencies> = (app, { config }, done) => {
  const links = [
    link(
      '/api/docs',
      'The staff API',
      'what was planned, sent and answered for each appointment; try it with your token',
    ),
    config.temporalUiUrl === null
      ? ''
      : link(config.temporalUiUrl, 'The workflow engine', 'each appointment’s workflow, live'),
    config.carriers.simulator.twilio === null
      ? ''
      : link(config.carriers.simulator.twilio.baseUrl, 'The simulator', 'the phones that the demo’s texts arrive at'),
    link('/health/ready', 'Health', 'whether everything that this needs can be reached'),
  ];
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kept</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color: #1c2b33; }
li { margin: .6rem 0; }
a { color: #0b5c8a; }
</style>
</head>
<body>
<h1>Kept</h1>
<p>Kept sends a medical practice’s appointment reminders and brings the answers back. This process is its API.</p>
<ul>
${links.filter((line) => line !== '').join('\n')}
</ul>
<p>Requests to the API need a token: <code>kept key add --name NAME</code> makes one.</p>
</body>
</html>
`;
  app.get('/', { config: { public: true }, schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page),
  );
  done();
};

function link(address: string, name: string, about: string): string {
  return `<li><a href="${escaped(address)}">${name}</a>: ${about}</li>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
