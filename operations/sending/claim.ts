import type { EmailWords, TextWords, Words } from '../../channels/channel.ts';
import type { Carrier } from '../../domain/carrier.ts';
import type { Plan } from '../../domain/planning/plan.ts';

/** A request that is not written within this time of its claim is never written. */
export const handOverWithinMs = 5_000;

/** A message that this worker is to hand over, and nobody else. */
export interface Claim {
  readonly subjectId: string;
  readonly attemptId: string;
  readonly carrier: Carrier;
  readonly from: string;
  readonly to: string;
  readonly words: ClaimedWords;
  readonly usefulForMs: number;
}

/** Words as they are claimed: they get their links when they are handed over, since those are nothing that a claim decides. */
export type ClaimedWords = Exclude<Words, EmailWords | TextWords> | ClaimedEmail | ClaimedText;

/** A text; `hasLink`: its words have the stand-in for the link to its page. */
interface ClaimedText extends TextWords {
  readonly hasLink: boolean;
}

/** An email without its links. `asks`: it has buttons to answer with. */
export interface ClaimedEmail extends Omit<EmailWords, 'links'> {
  readonly asks: boolean;
}

/** The claim, or where there is nothing to hand over now, the plan as it then stands. */
export type ClaimEnd = { readonly claim: Claim } | { readonly claim: null; readonly plan: Plan };
