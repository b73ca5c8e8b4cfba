/**
 * The rooms of docs/architecture.md. A room may import itself and what its line names; everything else is refused.
 * `config.ts` may be imported by the rooms that start processes.
 */
const rooms = {
  domain: [],
  db: ['domain'],
  channels: ['domain'],
  feeds: ['domain'],
  workflows: [],
  operations: ['domain', 'db', 'channels', 'feeds'],
  activities: ['domain', 'db', 'channels', 'feeds', 'operations'],
  api: ['domain', 'db', 'channels', 'feeds', 'workflows', 'operations', 'activities', 'config'],
  worker: ['domain', 'db', 'channels', 'feeds', 'workflows', 'operations', 'activities', 'config'],
  simulator: [],
  local: [
    'domain',
    'db',
    'channels',
    'feeds',
    'workflows',
    'operations',
    'activities',
    'api',
    'worker',
    'simulator',
    'config',
  ],
  cli: [
    'domain',
    'db',
    'channels',
    'feeds',
    'workflows',
    'operations',
    'activities',
    'api',
    'worker',
    'simulator',
    'local',
    'config',
  ],
};

const every = [...Object.keys(rooms), 'tests', 'bench'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-knows-only-its-own`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: {
        path: `^((${every.filter((other) => other !== room && !allowed.includes(other)).join('|')})/${allowed.includes('config') ? '' : '|config\\.ts'})`,
        pathNot: room === 'workflows' ? ['^domain/planning/plan\\.ts$', '^activities/[a-z-]+-activities\\.ts$'] : [],
      },
    })),
    {
      name: 'workflows-take-only-types-from-activities',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-sql-outside-db',
      severity: 'error',
      from: { path: '^(domain|channels|feeds|workflows|activities|api|simulator)/' },
      to: { path: 'node_modules/(postgres|pg|node-pg-migrate)/' },
    },
    {
      name: 'no-engine-in-operations',
      severity: 'error',
      from: { path: '^(domain|db|channels|feeds|operations)/' },
      to: { path: 'node_modules/@temporalio/' },
    },
    {
      name: 'no-carriers-outside-channels',
      severity: 'error',
      from: { pathNot: '^(channels|simulator|tests|bench)/' },
      to: { path: 'node_modules/(twilio|@sendgrid)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.kept)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
