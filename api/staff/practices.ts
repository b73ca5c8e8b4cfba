import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findFeedAge } from '../../db/feed-age.ts';
import { findStaffFacilities } from '../../db/staff-facilities.ts';
import { addPractice } from '../../operations/practices/add-practice.ts';
import { readPracticeBody } from '../../operations/practices/practice-file.ts';
import { PracticeFileSchema } from '../../operations/practices/practice-file-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Facility, facilityJson, Practice, practiceJson } from '../schemas/practice.ts';
import { Named, PageOf, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { copyOf } from './list-page.ts';

/** Words for every kind, channel and language fit in it. */
const practiceBodyLimit = 1024 * 1024;

/** The practices that the token opens, a new one, and the facilities of the one that is chosen. Both are few: one page holds them all. */
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

  app.post(
    '/practices',
    {
      config: { everyPractice: true, operator: true },
      // What is wrong is told all at once, in the words of the practice's file.
      attachValidation: true,
      bodyLimit: practiceBodyLimit,
      schema: {
        summary: 'Adds a practice, in rehearsal: facilities, senders, settings, steps, words; an operator’s token asks',
        tags: ['practices'],
        body: PracticeFileSchema,
        response: { 201: Named(Practice), ...staffProblems, 409: staffProblem },
      },
    },
    async (request, reply) => {
      const file = readPracticeBody(request.body);
      const how = { carrier: 'configured', live: false, feedFolder: file.feed_folder ?? null } as const;
      const id = await addPractice(deps.db, file, how);
      const { slug, name, time_zone: timeZone } = file;
      return reply.code(201).send(practiceJson({ id, slug, name, timeZone, liveAt: null }));
    },
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
