import { Fault } from '../../domain/fault.ts';
import { rowOf } from '../../operations/explaining/about.ts';
import type { Story } from '../../operations/explaining/explain-subject.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import type { EngineView } from '../schemas/story.ts';

/** A person is waiting: a workflow that has a worker answers in some 40 ms. */
const askingDeadlineMs = 2_000;

/**
 * What the workflow of a visit, a recall or an order says, to stand beside what Postgres says. A parked run is not asked: no worker has it, so the
 * question would only run into its deadline.
 */
export async function engineView(
  { engine, config }: Pick<ApiDependencies, 'engine' | 'config'>,
  story: Story,
): Promise<EngineView> {
  const { progress, now } = story;
  const { id, timeZone: zone } = rowOf(story);
  const workflowId = `${story.type}:${id}`;
  const seat = { workflowId, ...uiAddress(config, workflowId) };
  if (progress.parkedUntil !== null && progress.parkedUntil > now) {
    return {
      ...seat,
      status: 'asleep',
      asleepUntil: isoTime(progress.parkedUntil, zone),
      agrees: progress.engineVersion === progress.planVersion,
    };
  }
  try {
    const state = await engine.state(workflowId, askingDeadlineMs);
    if (state === null) return { ...seat, status: 'absent', advice: 'Its run has ended or has yet to start.' };
    return {
      ...seat,
      status: 'answered',
      asleepUntil: isoTimeOrNull(state.asleepUntil, zone),
      version: state.version,
      answer: state.answer,
      pms: state.pms,
      entries: state.entries.map((entry) => ({ ...entry, at: isoTime(entry.at, zone) })),
      endsAt: isoTime(state.endsAt, zone),
      agrees: state.version === progress.planVersion,
    };
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'engine_unavailable')) throw error;
    return { ...seat, status: 'unreachable', advice: error.message };
  }
}

function uiAddress(config: ApiDependencies['config'], workflowId: string): { url?: string } {
  if (config.temporalUiUrl === null) return {};
  return {
    url: `${config.temporalUiUrl}/namespaces/${config.temporalNamespace}/workflows/${encodeURIComponent(workflowId)}`,
  };
}
