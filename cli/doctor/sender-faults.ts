import { readSenderFault } from '../../channels/sender-faults.ts';
import type { SenderTrouble } from '../../db/sender-troubles.ts';

/** A sender that a carrier objected to, and what it means by that. */
export interface SenderFault extends SenderTrouble {
  readonly means: string;
}

/** Those troubles that are the sender's or the account's affair, and no patient's. */
export function senderFaults(troubles: readonly SenderTrouble[]): SenderFault[] {
  return troubles.flatMap((trouble) => {
    const means = readSenderFault(trouble.channel, trouble.code);
    return means === null ? [] : [{ ...trouble, means }];
  });
}

/** `+17575550100 of riverside (text): 12 times 30034, the sender is not registered (10DLC)` */
export function describeFault({ practice, channel, sender, code, times, means }: SenderFault): string {
  return `${sender} of ${practice} (${channel}): ${String(times)} times ${code}, ${means}`;
}
