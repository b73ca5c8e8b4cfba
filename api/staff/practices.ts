import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findFeedAge } from '../../db/feed-age.ts';
import { findStaffFacilities } from '../../db/staff-facilities.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Facility, facilityJson, Practice, practiceJson } from '../schemas/practice.ts';
import { Named, PageOf, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { copyOf } from './list-page.ts';

/** The practices that the token opens, and the facilities of the one that is chosen. Both are few: one page holds them all. */
export const practices: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/practices',
    {
      config: { everyPractice: true },
      schema: {
        summary: 'The practices that this token opens',
        tags: ['practices'],
        response: { 200: PracticePage, ...staffProblems },
      },
    },
    (request) => ({ items: request.practices.map(practiceJson), next: null }),
  );

  app.get(
    '/facilities',
    {
      schema: {
        summary: 'The practice’s facilities, by name',
        tags: ['practices'],
        querystring: StaffQuery({}),
        response: { 200: PageOf(Facility), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => ({
        items: (await findStaffFacilities(tx)).map(facilityJson),
        next: null,
        copy: copyOf(await findFeedAge(tx), tx.now),
      })),
  );
  done();
};

/** Not of one practice, so there is no copy whose age could stand in it. */
const PracticePage = Type.Object({ items: Type.Array(Named(Practice)), next: Type.Null() });
