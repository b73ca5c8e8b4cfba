import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isListening } from './is-listening.ts';
import type { PartOptions } from './keep-running.ts';
import { postgresAnswers } from './postgres-answers.ts';
import type { Program } from './program.ts';
import type { Ports } from './run-file.ts';

/** What keeping a part running needs to know, but for who is told of its lives. */
export type PartPlan = Omit<PartOptions, 'onLife'>;

const bin = fileURLToPath(new URL('../bin/kept.mjs', import.meta.url));

/** `kept <name>` as a program: the same command that a deployment runs, told everything by its environment. */
export function keptProgram(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  nodeFlags: readonly string[] = [],
): Program {
  return { command: process.execPath, args: [...nodeFlags, bin, name, ...args], environment };
}

/** A part that is a command of ours. `--data` is in its command line for a later start to know it by. */
export function keptPart(
  name: string,
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
  isReady: () => Promise<boolean>,
): PartPlan {
  return {
    name,
    program: keptProgram(name, ['--data', dataFolder], environment, nodeFlags),
    logFile: logFile(dataFolder, name),
    isReady,
    tied: true,
    stopSignal: 'SIGTERM',
    stopWithinMs: 8000,
  };
}

/** Small heaps: five processes share a laptop with everything else on it. */
const nodeFlags = ['--max-old-space-size=384', '--max-semi-space-size=8'];

export function postgresPart(dataFolder: string, program: Program, url: string): PartPlan {
  return {
    name: 'postgres',
    program,
    logFile: logFile(dataFolder, 'postgres'),
    isReady: () => postgresAnswers(url),
    tied: false,
    // "Fast": it ends the sessions that are open, and writes a checkpoint.
    stopSignal: 'SIGINT',
    stopWithinMs: 15_000,
  };
}

/**
 * A queue of one partition keeps its rate and its order exactly, and practices take turns in it. A deployment's server is told the
 * same by deploy/temporal-dynamic-config.yaml.
 */
export const engineSettings = [
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'matching.enableFairness=true',
] as const;

export function temporalPart(
  dataFolder: string,
  binary: string,
  engine: { database: string; searchAttributes: readonly string[]; environment: NodeJS.ProcessEnv; ports: Ports },
): PartPlan {
  const { ports } = engine;
  return {
    name: 'temporal',
    program: {
      command: binary,
      args: [
        ...['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error', '--ui-disable-news-fetch'],
        ...['--port', String(ports.temporal), '--ui-port', String(ports.temporalUi)],
        ...['--db-filename', engine.database],
        ...engineSettings.flatMap((setting) => ['--dynamic-config-value', setting]),
        ...engine.searchAttributes.flatMap((pair) => ['--search-attribute', pair]),
      ],
      environment: engine.environment,
    },
    logFile: logFile(dataFolder, 'temporal'),
    isReady: () => isListening(ports.temporal),
    tied: false,
    stopSignal: 'SIGTERM',
    stopWithinMs: 8000,
  };
}

/** What keeps a statement's values out of the log, and a laptop's memory for others. */
export const postgresSettings = [
  'log_min_messages=log',
  'log_error_verbosity=terse',
  'shared_buffers=64MB',
  'max_connections=100',
  'jit=off',
];

function logFile(dataFolder: string, name: string): string {
  return join(dataFolder, 'logs', `${name}.log`);
}
