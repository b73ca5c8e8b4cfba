import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findStaffQuarantine, findStaffSyncRun, findStaffSyncRuns } from '../../db/staff-sync-runs.ts';
import { Fault } from '../../domain/fault.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Id, IdPath, ListQuery, Named, PageOf, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { Quarantined, quarantinedJson, SyncRun, syncRunJson } from '../schemas/sync-run.ts';
import { listPage } from './list-page.ts';

const quarantineFilters = {
  run: Type.Optional(Id),
  reason: Type.Optional(Type.String({ maxLength: 100 })),
};

/** What the feeds brought and what of it was left out. */
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
