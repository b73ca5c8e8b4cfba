import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findFeeds } from '../../db/feeds.ts';
import { findStaffQuarantine, findStaffSyncRun, findStaffSyncRuns } from '../../db/staff-sync-runs.ts';
import { Fault } from '../../domain/fault.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Id, IdPath, ListQuery, Named, PageOf, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { Quarantined, quarantinedJson, StartedSyncs, SyncRun, syncRunJson } from '../schemas/sync-run.ts';
import { listPage } from './list-page.ts';

const quarantineFilters = {
  run: Type.Optional(Id),
  reason: Type.Optional(Type.String({ maxLength: 100 })),
};

/** What the feeds brought what of it was left out, and a way to read them now. */
export const syncRuns: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/sync-runs',
    {
      schema: {
        summary: 'Readings of the practice’s feeds, newest first',
        tags: ['sync'],
        querystring: ListQuery({}),
        response: { 200: PageOf(SyncRun), ...staffProblems },
      },
    },
    (request) => {
      const { id, timeZone } = practiceOf(request);
      return deps.db.inPractice(id, (tx) =>
        listPage(
          tx,
          'sync-runs',
          request.query,
          (page) => findStaffSyncRuns(tx, page),
          (row) => syncRunJson(row, timeZone),
        ),
      );
    },
  );

  app.get(
    '/sync-runs/:id',
    {
      schema: {
        summary: 'One reading of a feed',
        tags: ['sync'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(SyncRun), ...staffProblems },
      },
    },
    async (request) => {
      const { id, timeZone } = practiceOf(request);
      const run = await deps.db.inPractice(id, (tx) => findStaffSyncRun(tx, request.params.id));
      if (run === null) throw new Fault('not_found', 'No sync run of this practice has this id.');
      return syncRunJson(run, timeZone);
    },
  );

  app.post(
    '/sync-runs',
    {
      schema: {
        summary: 'Reads the practice’s feeds now; the runs appear in the list',
        tags: ['sync'],
        querystring: StaffQuery({}),
        response: { 202: Named(StartedSyncs), ...staffProblems, 409: staffProblem },
      },
    },
    async (request, reply) => {
      const feeds = await deps.db.inPractice(practiceOf(request).id, findFeeds);
      if (feeds.length === 0) {
        throw new Fault(
          'conflict',
          'This practice has no feed that could be read. `kept import` takes a folder by hand.',
        );
      }
      const items = await Promise.all(
        feeds.map(async ({ id, practiceId }) => ({
          feedId: id,
          ...(await deps.engine.startSync({ practiceId, feedId: id })),
        })),
      );
      return reply.code(202).send({ items });
    },
  );

  app.get(
    '/quarantine',
    {
      schema: {
        summary: 'Rows of feeds that were left out, and why; those of the newest reading first',
        tags: ['sync'],
        querystring: ListQuery(quarantineFilters),
        response: { 200: PageOf(Quarantined), ...staffProblems },
      },
    },
    (request) => {
      const { id, timeZone } = practiceOf(request);
      return deps.db.inPractice(id, (tx) =>
        listPage(
          tx,
          'quarantine',
          request.query,
          (page) => findStaffQuarantine(tx, request.query, page),
          (row) => quarantinedJson(row, timeZone),
        ),
      );
    },
  );
  done();
};
