import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { WaitingBacklog } from '../../operations/planning/begin-backlog.ts';
import { action, command, commandGroup, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';
import { pauseCommands } from './pause.ts';
import { senderNumbersCommand } from './sender-numbers.ts';

interface AddOptions extends CommonOptions {
  readonly file: string;
}

interface LiveOptions extends CommonOptions {
  readonly dryRun?: boolean;
}

/** `kept practice`: the practices of this system. */
export function practiceCommand(): Command {
  return commandGroup('practice', 'practices: add one, let it go live, pause a channel, list them', [
    addCommand(),
    liveCommand(),
    ...pauseCommands(),
    senderNumbersCommand(),
    listCommand(),
  ]);
}

function addCommand(): Command {
  return command('add', {
    summary: 'add a practice, in rehearsal: facilities, hours, senders, steps, words',
    example: 'kept practice add --file examples/practice.json',
  })
    .requiredOption('--file <path>', 'the practice, as examples/practice.json shows')
    .action(
      action<AddOptions>(async (output, options) => {
        const [{ addPractice }, { readPracticeFile }] = await Promise.all([
          import('../../operations/practices/add-practice.ts'),
          import('../../operations/practices/practice-file.ts'),
        ]);
        const path = resolve(options.file);
        const file = readPracticeFile(await readJson(path));
        const feedFolder = file.feed_folder === undefined ? null : resolve(dirname(path), file.feed_folder);
        const id = await withDatabase(options, (db) =>
          addPractice(db, file, { carrier: 'configured', live: false, feedFolder }),
        );
        output.result({ id, slug: file.slug, feedFolder }, [
          `Added ${file.slug}. It is in rehearsal: only its rehearsal contacts are written to.`,
          feedFolder === null
            ? `Take its export with "kept import PATH --practice ${file.slug}".`
            : `Its exports are taken from ${feedFolder} every night.`,
          `When all is right: "kept practice live ${file.slug} --dry-run", then without --dry-run.`,
        ]);
      }),
    );
}

function liveCommand(): Command {
  return command('live', {
    summary: 'end a practice’s rehearsal: its messages reach everybody',
    example: 'kept practice live riverside --dry-run',
  })
    .argument('<slug>', 'the practice')
    .option('--dry-run', 'show what would go out in the next seven days, and change nothing')
    .action(
      action<LiveOptions, [string]>(async (output, options, slug) => {
        const { goLive } = await import('../../operations/practices/go-live.ts');
        const dryRun = options.dryRun ?? false;
        const { wasLive, days, backlog } = await withDatabase(options, (db) => goLive(db, slug, { dryRun }));
        const messages = days.reduce((sum, day) => sum + day.messages, 0);
        const outcome = dryRun ? `${slug} would go live` : `${slug} is live`;
        output.result({ slug, dryRun, wasLive, messages, days, backlog }, [
          wasLive ? `${slug} is live already.` : `${outcome}.`,
          `${messages} messages are planned for the next seven days:`,
          ...days.map((day) => `  ${day.day} ${day.messages}`),
          ...(wasLive ? [] : backlogLines(backlog)),
        ]);
      }),
    );
}

function backlogLines(backlog: WaitingBacklog): string[] {
  const { overdueRecalls, recallsTooOld, ordersTooOld, recallsADay, facilities } = backlog;
  return [
    ...(overdueRecalls > 0
      ? [
          `${overdueRecalls} recalls are overdue: they follow at ${recallsADay} a day and facility, on open days, what is due longest first:`,
          ...facilities.map(
            (facility) =>
              `  ${facility.name} ${facility.overdueRecalls} on ${facility.days} days, until ${facility.lastDay}`,
          ),
        ]
      : []),
    ...(recallsTooOld > 0 ? [`${recallsTooOld} recalls are over 18 months old: nobody is written to.`] : []),
    ...(ordersTooOld > 0 ? [`${ordersTooOld} orders were ready over 30 days ago: nobody is written to.`] : []),
  ];
}

function listCommand(): Command {
  return command('list', { summary: 'the practices of this system', example: 'kept practice list' }).action(
    action(async (output, options) => {
      const { findPractices } = await import('../../db/practices.ts');
      const practices = await withDatabase(options, (db) => db.acrossPractices(findPractices));
      const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
      output.result(
        practices.map((practice) => ({ ...practice, liveAt: iso(practice.liveAt) })),
        practices.length === 0
          ? 'There is no practice yet: add one with "kept practice add --file practice.json".'
          : practices.map((one) => `${one.slug}  ${one.liveAt === null ? 'rehearsal' : 'live'}  ${one.name}`),
      );
    }),
  );
}

async function readJson(path: string): Promise<unknown> {
  const { Fault } = await import('../../domain/fault.ts');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Fault('bad_input', `${path} cannot be read: check the path and who may read it.`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Fault('bad_input', `${path} is not JSON: look for a missing quote, comma or bracket.`);
  }
}
