import { Fault } from '../../domain/fault.ts';
import type { SavedChange } from '../../operations/settings/change-settings.ts';
import type { ApiDependencies } from '../dependencies.ts';

/** Lets plans follow a saved change at once. Where the engine is out they follow later: a worker looks for changes that wait. */
export async function followSoon(
  { engine, logger }: Pick<ApiDependencies, 'engine' | 'logger'>,
  practiceId: string,
  saved: Pick<SavedChange, 'replans'>,
): Promise<void> {
  if (!saved.replans) return;
  try {
    await engine.startReplan(practiceId);
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'engine_unavailable')) throw error;
    logger.warn({ code: error.code }, 'a change of settings is saved, and its replan waits for the engine');
  }
}
