import { defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

export const begun = defineSignal('begun');
export const answered = defineSignal('answered');

export interface BareActivities {
  /** Does nothing. `text` is which one it would be, from 1. */
  send(text: number): Promise<void>;
}

export interface BareLife {
  readonly texts: number;
  readonly betweenTextsMs: number;
  readonly toEndMs: number;
}

/** Reminders and an answer with nothing in them: no plan, no search attributes, no words for whoever looks. */
export async function bareLife({ texts, betweenTextsMs, toEndMs }: BareLife): Promise<void> {
  setHandler(begun, () => undefined);
  setHandler(answered, () => undefined);
  const { send } = proxyActivities<BareActivities>({ taskQueue: 'bench-bare-text', startToCloseTimeout: 30_000 });
  for (let text = 1; text <= texts; text += 1) {
    await send(text);
    await sleep(text < texts ? betweenTextsMs : toEndMs);
  }
}
