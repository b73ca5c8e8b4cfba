import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findClosuresSince } from '../../db/closures.ts';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import { askedClosures } from '../../operations/settings/asked-closures.ts';
import { proposeHolidays } from '../../operations/settings/propose-holidays.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { closureJson, ClosureProposals, closureProposalsJson, Closures, ClosuresBody } from '../schemas/closure.ts';
import { IfMatch, Saved, savedJson } from '../schemas/settings.ts';
import { Day, FacilityName, Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { previewAsked, saveAsked } from './change-area.ts';

const Query = StaffQuery({ facility: Type.Optional(FacilityName) });

/** Holidays and vacations: seen, tried, added and removed. */
export const closures: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/closures',
    {
      schema: {
        summary: 'Closures of the practice and of its facilities that are not over, by their first day',
        tags: ['settings'],
        querystring: StaffQuery({
          from: Type.Optional({ ...Day, description: 'Also those that ended since this day' }),
        }),
        response: { 200: Named(Closures), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        // A day is over everywhere two days after it began somewhere.
        const { from = new Date(tx.now - 2 * DAY_MS).toISOString().slice(0, 10) } = request.query;
        const version = await findSettingsVersion(tx);
        void reply.header('etag', `"${String(version)}"`);
        return { version, items: (await findClosuresSince(tx, from)).map(closureJson) };
      }),
  );

  app.get(
    '/closures/proposals',
    {
      schema: {
        summary: 'Public holidays of a year where a facility is, to accept by a change of closures',
        tags: ['settings'],
        querystring: StaffQuery({
          facility: Type.Optional(FacilityName),
          year: Type.Integer({ minimum: 2000, maximum: 2100 }),
          region: Type.Optional(
            Type.String({
              pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$',
              description: 'Country and state, such as `US-VA`; without it those of the facility’s address',
            }),
          ),
        }),
        response: { 200: Named(ClosureProposals), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const { year, facility = null, region = null } = request.query;
        const version = await findSettingsVersion(tx);
        void reply.header('etag', `"${String(version)}"`);
        return closureProposalsJson(version, await proposeHolidays(tx, { year, facility, region }));
      }),
  );

  app.post(
    '/closures/preview',
    {
      schema: {
        summary: 'What closures would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        querystring: Query,
        body: ClosuresBody,
        response: { 200: Named(ChangePreview), ...staffProblems },
      },
    },
    async (request) => {
      const { facility } = request.query;
      const asked = await askedClosures(deps.db, practiceOf(request).id, request.body);
      return changePreviewJson(await previewAsked(deps, request, { ...asked, facility }));
    },
  );

  app.patch(
    '/closures',
    {
      schema: {
        summary: 'Adds and removes closures of all facilities, or of one; waiting messages are planned again',
        tags: ['settings'],
        querystring: Query,
        headers: IfMatch,
        body: ClosuresBody,
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const { facility } = request.query;
      const asked = await askedClosures(deps.db, practiceOf(request).id, request.body);
      return savedJson(await saveAsked(deps, request, request.headers, { ...asked, facility }));
    },
  );
  done();
};
