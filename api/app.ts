import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { LogController } from 'fastify';
import { createLinks } from '../domain/links/links.ts';
import { createPageTokens } from '../domain/links/page-tokens.ts';
import type { ApiDependencies } from './dependencies.ts';
import { frontPage } from './front-page.ts';
import { health } from './health.ts';
import { patientPages } from './patient/patient-pages.ts';
import { authentication } from './plugins/authentication.ts';
import { deliveryMetrics } from './plugins/delivery-metrics.ts';
import { jsonBodies } from './plugins/json-bodies.ts';
import { loadShedding } from './plugins/load-shedding.ts';
import { openapi } from './plugins/openapi.ts';
import { rateLimits } from './plugins/rate-limits.ts';
import { requestLog, withoutPatientData } from './plugins/request-log.ts';
import { requestMetrics } from './plugins/request-metrics.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { strictQueries } from './plugins/strict-queries.ts';
import { problems } from './problems.ts';
import { namedSchemas } from './schemas/named-schemas.ts';
import { staffRoutes } from './staff/staff-routes.ts';
import { sendgridWebhooks } from './webhooks/sendgrid.ts';
import { twilioWebhooks } from './webhooks/twilio.ts';

/**
 * The whole API over what it is given. It never listens: `server.ts` does, and tests inject their requests. `sampleMs`: how long it looks
 * before it sheds load. Throws
 * `not_configured` where there is no secret to read patients' links with.
 */
export function buildApp(deps: ApiDependencies, { sampleMs }: { readonly sampleMs?: number } = {}) {
  const links = createLinks(deps.config);
  const tokens = createPageTokens(deps.config);
  const app = Fastify({
    loggerInstance: withoutPatientData(deps.logger),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Nobody sends us more than a form or a line of JSON.
    bodyLimit: 64 * 1024,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true, useDefaults: true } },
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.register(problems);
  app.register(jsonBodies);
  app.register(requestLog);
  app.register(requestMetrics);
  app.register(deliveryMetrics, deps);
  app.register(securityHeaders, deps.config);
  app.register(loadShedding, sampleMs === undefined ? {} : { sampleMs });
  app.register(rateLimits);
  app.register(authentication, deps);
  app.register(strictQueries);
  app.register(openapi);

  for (const schema of namedSchemas) app.addSchema(schema);
  app.register(health, deps);
  app.register(frontPage, deps);
  const { webhookDb = deps.db } = deps;
  app.register(twilioWebhooks, { prefix: '/webhooks/twilio', ...deps, db: webhookDb });
  app.register(sendgridWebhooks, { prefix: '/webhooks/sendgrid', ...deps, db: webhookDb });
  app.register(patientPages, { db: deps.db, links, tokens });
  app.register(staffRoutes, { prefix: '/api/v1', ...deps });
  return app;
}
