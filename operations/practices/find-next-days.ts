import type { PracticeTransaction } from '../../db/database.ts';
import { findForecast, type ForecastDay } from '../../db/practices.ts';
import type { Channel } from '../../domain/planning/plan.ts';

/** Messages that are to go in the next seven days, in all and by the day on the practice's clocks. */
export interface NextDays {
  readonly messages: number;
  readonly days: readonly ForecastDay[];
}

/** What is to go by these channels in the next seven days. */
export async function findNextDays(tx: PracticeTransaction, channels: readonly Channel[]): Promise<NextDays> {
  const days = await findForecast(tx, channels);
  return { messages: days.reduce((sum, day) => sum + day.messages, 0), days };
}
