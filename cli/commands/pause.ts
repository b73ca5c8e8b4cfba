import { Option, type Command } from 'commander';
import { action, command, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';

interface PauseOptions extends CommonOptions {
  readonly channel: 'text' | 'voice' | 'email';
}

/** `kept practice pause` and `kept practice resume`: hold back what a practice sends by a channel, and let it go on. */
export function pauseCommands(): Command[] {
  return [
    switchOf('pause', 'hold back everything that a practice sends by a channel', true),
    switchOf('resume', 'let a channel that was paused go on', false),
  ];
}

function switchOf(name: 'pause' | 'resume', summary: string, isPaused: boolean): Command {
  return command(name, { summary, example: `kept practice ${name} riverside --channel text` })
    .argument('<slug>', 'the practice')
    .addOption(new Option('--channel <channel>', 'which one').choices(['text', 'voice', 'email']).makeOptionMandatory())
    .action(
      action<PauseOptions, [string]>(async (output, options, slug) => {
        const { pauseChannel } = await import('../../operations/practices/pause-channel.ts');
        const { channel } = options;
        const paused = await withDatabase(options, (db) => pauseChannel(db, slug, { channel, isPaused }));
        output.result({ slug, paused: paused.map((one) => one.channel) }, [
          isPaused
            ? `Nothing of ${slug} goes by ${channel} until "kept practice resume ${slug} --channel ${channel}".`
            : `What waits of ${slug} goes by ${channel} within a few minutes, if it is still of use.`,
        ]);
      }),
    );
}
