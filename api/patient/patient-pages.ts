import type { FastifyError, FastifyPluginCallback } from 'fastify';
import { showPage, type PatientPages } from './linked-route.ts';
import { anonymousPage } from './page-layout.ts';
import { contentSecurityPolicy } from './page-style.ts';
import { readForms } from './read-forms.ts';
import { unsubscribePages } from './unsubscribe-pages.ts';
import { visitPages } from './visit-pages.ts';

/**
 * The pages that a link in a message opens. They need no script and no cookie; a GET changes nothing, since programs that look
 * into mail fetch every link.
 */
export const patientPages: FastifyPluginCallback<PatientPages> = (app, { db, links, tokens }, done) => {
  app.register(readForms);
  app.addHook('onSend', (_request, reply, _payload, next) => {
    // A link opens a visit to whoever has it, so nothing may keep it or pass it on.
    void reply.headers({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      'content-security-policy': contentSecurityPolicy,
    });
    next();
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? (error as { status?: number }).status ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    return showPage(reply.code(status), anonymousPage('troubleTitle', 'troubleText'));
  });
  app.register(visitPages, { db, links, tokens });
  app.register(unsubscribePages, { db, links, tokens });
  done();
};
