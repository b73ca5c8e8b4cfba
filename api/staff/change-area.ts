import type { FastifyRequest } from 'fastify';
import { findFacilityId } from '../../db/staff-facilities.ts';
import { Fault } from '../../domain/fault.ts';
import type { ChangeRequest } from '../../operations/settings/change-request.ts';
import { changeSettings, type SavedChange } from '../../operations/settings/change-settings.ts';
import type { NamedLevel } from '../../operations/settings/read-settings.ts';
import { previewChange, type ChangePreview } from '../../operations/settings/preview-change.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import { versionOf } from '../schemas/settings.ts';
import { followSoon } from './follow-soon.ts';

/** What to change, and where. */
type AskedChange = Pick<ChangeRequest, 'area' | 'values' | 'paths'> & NamedLevel;

/** What the change that a request asks for would do. */
export async function previewAsked(
  deps: ApiDependencies,
  request: FastifyRequest,
  asked: AskedChange,
): Promise<ChangePreview> {
  const { id } = practiceOf(request);
  return previewChange(deps.db, id, await requestOf(deps, id, asked));
}

/** Saves the change that a request asks for, and lets the plans follow. */
export async function saveAsked(
  deps: ApiDependencies,
  request: FastifyRequest,
  headers: { readonly 'if-match': string },
  asked: AskedChange,
): Promise<SavedChange> {
  const { id } = practiceOf(request);
  const saved = await changeSettings(deps.db, id, {
    ...(await requestOf(deps, id, asked)),
    version: versionOf(headers),
    by: changedByOf(request),
  });
  await followSoon(deps, id, saved);
  return saved;
}

async function requestOf(
  deps: ApiDependencies,
  practiceId: string,
  { area, values, paths, facility, provider, type }: AskedChange,
): Promise<ChangeRequest> {
  const facilityId = await facilityIdOf(deps, practiceId, facility);
  return { area, values, ...(paths && { paths }), facilityId, providerId: provider ?? null, typeId: type ?? null };
}

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
