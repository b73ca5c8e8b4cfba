import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findSettingChange, findSettingChanges } from '../../db/setting-changes.ts';
import { Fault } from '../../domain/fault.ts';
import { previewTakeBack, takeBackChange } from '../../operations/settings/change-settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { SettingChange, settingAreas, settingChangeJson } from '../schemas/setting-change.ts';
import { levelQuery } from '../schemas/level.ts';
import { Saved, savedJson } from '../schemas/settings.ts';
import { IdPath, ListQuery, Named, OneOf, PageOf, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { followSoon } from './follow-soon.ts';
import { listPage } from './list-page.ts';

const filters = {
  area: Type.Optional(OneOf(settingAreas)),
  key: Type.Optional(Type.String({ maxLength: 200, description: 'A setting’s name, such as `text_from`' })),
  ...levelQuery,
};

/** Every change of what the practice is set to: who, when, before and after, how far plans follow, and a way back. */
export const settingChanges: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/setting-changes',
    {
      schema: {
        summary: 'Changes of what the practice is set to, newest first',
        tags: ['settings'],
        querystring: ListQuery(filters),
        response: { 200: PageOf(SettingChange), ...staffProblems },
      },
    },
    (request) => {
      const { id, timeZone } = practiceOf(request);
      return deps.db.inPractice(id, (tx) =>
        listPage(
          tx,
          'setting-changes',
          request.query,
          (page) => findSettingChanges(tx, request.query, page),
          (row) => settingChangeJson(row, timeZone),
        ),
      );
    },
  );

  app.get(
    '/setting-changes/:id',
    {
      schema: {
        summary: 'One change, and how far plans follow it',
        tags: ['settings'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(SettingChange), ...staffProblems },
      },
    },
    async (request) => {
      const { id, timeZone } = practiceOf(request);
      const change = await deps.db.inPractice(id, (tx) => findSettingChange(tx, request.params.id));
      if (change === null) throw new Fault('not_found', 'No change of settings of this practice has this id.');
      return settingChangeJson(change, timeZone);
    },
  );

  app.post(
    '/setting-changes/:id/take-back/preview',
    {
      schema: {
        summary: 'What taking the change back would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(ChangePreview), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => changePreviewJson(await previewTakeBack(deps.db, practiceOf(request).id, request.params.id)),
  );

  app.post(
    '/setting-changes/:id/take-back',
    {
      schema: {
        summary: 'Gives what the change changed its former values again, by another change',
        tags: ['settings'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const { id } = practiceOf(request);
      const saved = await takeBackChange(deps.db, id, request.params.id, changedByOf(request));
      await followSoon(deps, id, saved);
      return savedJson(saved);
    },
  );
  done();
};
