import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findFacilityId } from '../../db/staff-facilities.ts';
import { Fault } from '../../domain/fault.ts';
import { changeSettings } from '../../operations/change-settings.ts';
import { previewChange } from '../../operations/preview-change.ts';
import { readSettings } from '../../operations/read-settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { IfMatch, Saved, savedJson, Settings, SettingsBody, settingsJson, versionOf } from '../schemas/settings.ts';
import { FacilityName, Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { followSoon } from './follow-soon.ts';

const Query = StaffQuery({ facility: Type.Optional(FacilityName) });

/** What a practice, or one of its facilities, is set to: read, tried and changed. */
export const settings: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/settings',
    {
      schema: {
        summary: 'What holds at the practice, or at a facility, and where each value comes from',
        tags: ['settings'],
        querystring: Query,
        response: { 200: Named(Settings), ...staffProblems },
      },
    },
    async (request, reply) => {
      const { facility = null } = request.query;
      const read = await deps.db.inPractice(practiceOf(request).id, (tx) => readSettings(tx, facility));
      void reply.header('etag', `"${String(read.version)}"`);
      return settingsJson(read);
    },
  );

  app.post(
    '/settings/preview',
    {
      schema: {
        summary: 'What a change would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        querystring: Query,
        body: SettingsBody,
        response: { 200: Named(ChangePreview), ...staffProblems },
      },
    },
    async (request) => {
      const { id } = practiceOf(request);
      const facilityId = await facilityIdOf(deps, id, request.query.facility);
      return changePreviewJson(
        await previewChange(deps.db, id, { area: 'settings', facilityId, values: request.body }),
      );
    },
  );

  app.patch(
    '/settings',
    {
      schema: {
        summary: 'Changes the settings that are given; waiting messages are planned again',
        tags: ['settings'],
        querystring: Query,
        headers: IfMatch,
        body: SettingsBody,
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const { id } = practiceOf(request);
      const saved = await changeSettings(deps.db, id, {
        area: 'settings',
        facilityId: await facilityIdOf(deps, id, request.query.facility),
        values: request.body,
        version: versionOf(request.headers),
        by: changedByOf(request),
      });
      await followSoon(deps, id, saved);
      return savedJson(saved);
    },
  );
  done();
};

/** Our id of a facility that goes by this name; null where none is named. Throws `not_found`. */
async function facilityIdOf(
  { db }: Pick<ApiDependencies, 'db'>,
  practiceId: string,
  name: string | undefined,
): Promise<string | null> {
  if (name === undefined) return null;
  const id = await db.inPractice(practiceId, (tx) => findFacilityId(tx, name));
  if (id === null) throw new Fault('not_found', 'The practice has no facility of this id.');
  return id;
}
