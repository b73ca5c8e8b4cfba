/** How a simulated patient takes a message that asks for an answer. */
export type Behaviour = 'confirms' | 'declines' | 'thanks' | 'stops' | 'silent';

/** What becomes of a call to a phone. `unsure`: a person answers, and machine detection cannot tell. */
export type Pickup = 'answers' | 'machine' | 'unsure' | 'hangs_up' | 'busy' | 'no_answer' | 'out_of_service';

/** A phone of the demo. One that nobody has described never answers. */
export interface Phone {
  readonly e164: string;
  readonly name: string;
  /** Left to the person who tries the demo: never answered by a simulated patient. */
  readonly yours: boolean;
  /** Cannot take texts. */
  readonly landline: boolean;
  readonly behaviour: Behaviour;
  /** What becomes of a call to it. */
  readonly calls: Pickup;
}

/** Numbers of this form can exist; in North America neither the area code nor the exchange begins with 0 or 1. */
export function isPhoneNumber(text: string): boolean {
  return text.startsWith('+1') ? /^\+1[2-9]\d{2}[2-9]\d{6}$/.test(text) : /^\+[2-9]\d{6,14}$/.test(text);
}
