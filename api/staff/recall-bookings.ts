import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { findRecallBookings } from '../../db/recall-bookings.ts';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { RecallBookings, RecallBookingsBody, recallBookingsJson } from '../schemas/recall-bookings.ts';
import { IfMatch, Saved, savedJson } from '../schemas/settings.ts';
import { Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { previewAsked, saveAsked } from './change-area.ts';

const Query = StaffQuery({});
const change = { area: 'recall_bookings', facility: undefined } as const;

/** Which types of visits book which recalls. */
export const recallBookings: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/recall-bookings',
    {
      schema: {
        summary: 'Which types of appointments book which recalls',
        tags: ['settings'],
        querystring: Query,
        response: { 200: Named(RecallBookings), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const version = await findSettingsVersion(tx);
        void reply.header('etag', `"${String(version)}"`);
        return recallBookingsJson(version, await findRecallBookings(tx));
      }),
  );

  app.post(
    '/recall-bookings/preview',
    {
      schema: {
        summary: 'What a change of what books recalls would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        querystring: Query,
        body: RecallBookingsBody,
        response: { 200: Named(ChangePreview), ...staffProblems },
      },
    },
    async (request) => changePreviewJson(await previewAsked(deps, request, { ...change, values: request.body })),
  );

  app.patch(
    '/recall-bookings',
    {
      schema: {
        summary: 'Changes what books recalls; waiting messages are planned again',
        tags: ['settings'],
        querystring: Query,
        headers: IfMatch,
        body: RecallBookingsBody,
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => savedJson(await saveAsked(deps, request, request.headers, { ...change, values: request.body })),
  );
  done();
};
