import type { FastifyPluginCallback } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { appointments } from './appointments.ts';
import { associations } from './associations.ts';
import { closures } from './closures.ts';
import { exclusions } from './exclusions.ts';
import { followUp } from './follow-up.ts';
import { groupMessages } from './group-messages.ts';
import { inbox } from './inbox.ts';
import { kinds } from './kinds.ts';
import { keys } from './keys.ts';
import { messageActions } from './message-actions.ts';
import { messages } from './messages.ts';
import { names } from './names.ts';
import { orders } from './orders.ts';
import { practices } from './practices.ts';
import { providers } from './providers.ts';
import { recallBookings } from './recall-bookings.ts';
import { recalls } from './recalls.ts';
import { reports } from './reports.ts';
import { senders } from './senders.ts';
import { settingChanges } from './setting-changes.ts';
import { settings } from './settings.ts';
import { steps } from './steps.ts';
import { subjectReports } from './subject-reports.ts';
import { syncRuns } from './sync-runs.ts';
import { templates } from './templates.ts';

/** The staff API: everything under `/api/v1`, each resource in its own file. */
export const staffRoutes: FastifyPluginCallback<ApiDependencies> = (app, deps, done) => {
  // Options are handed on with the prefix in them, which holds here already.
  for (const resource of [
    practices,
    providers,
    keys,
    senders,
    appointments,
    recalls,
    orders,
    messages,
    messageActions,
    exclusions,
    groupMessages,
    reports,
    subjectReports,
    syncRuns,
    inbox,
    followUp,
    settings,
    settingChanges,
    closures,
    kinds,
    steps,
    templates,
    associations,
    names,
    recallBookings,
  ])
    app.register(resource, { ...deps, prefix: '' });
  done();
};
