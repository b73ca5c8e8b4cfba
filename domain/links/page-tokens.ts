import type { EpochMs } from '../planning/plan.ts';
import type { LinkPurpose } from './links.ts';
import { createSeal, type Secrets } from './seal.ts';

/** What a page sends back with a press: proof that it was fetched, and when. */
export interface PageTokens {
  issue(link: LinkPurpose, messageId: string, fetchedAt: EpochMs): string;
  /** When the page of this link was fetched; null where the token is none of ours or of another link's page. */
  read(link: LinkPurpose, messageId: string, token: string): EpochMs | null;
}

/** Tokens bound to their page's link, so that one is of no use with another. Throws `not_configured` without a secret. */
export function createPageTokens(secrets: Secrets): PageTokens {
  const seal = createSeal(secrets);
  const label = (link: LinkPurpose, messageId: string): string => `page of ${link} ${messageId}`;
  return {
    issue(link, messageId, fetchedAt) {
      const bytes = Buffer.alloc(timeBytes);
      bytes.writeUIntBE(fetchedAt, 0, timeBytes);
      return seal.seal(label(link, messageId), bytes);
    },
    read: (link, messageId, token) =>
      seal.open(label(link, messageId), token, timeBytes)?.readUIntBE(0, timeBytes) ?? null,
  };
}

/** Milliseconds fit into them until the year 10889. */
const timeBytes = 6;
