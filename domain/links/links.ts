import { createSeal, type Secrets } from './seal.ts';

/** What a link opens: the page of the visit that a message is about, or the one that ends mails to its address. */
export type LinkPurpose = 'visit' | 'unsubscribe';

/** The button that a link was behind; the page puts it first. Nothing is answered before it is pressed there. */
type Choice = 'confirm' | 'decline';

/** The links that patients get. */
export interface Links {
  /** `https://…/v/TOKEN`, and `?choose=…` where it stands behind one button of two. */
  visitLink(messageId: string, choice?: Choice): string;
  /** `https://…/u/TOKEN`; as a `List-Unsubscribe` it takes the one click of RFC 8058. */
  unsubscribeLink(messageId: string): string;
  /** The message that a token names; null where it is none of ours, is damaged, or was made for another purpose. */
  readToken(purpose: LinkPurpose, token: string): string | null;
}

/**
 * Makes and reads links. A token is the message's id and a mark made with the secret: 36 characters that say nothing of a patient,
 * come out the same each time, and so are stored nowhere. Throws `not_configured` without a secret. `publicUrl` has no slash at
 * its end.
 */
export function createLinks({ publicUrl, ...secrets }: Secrets & { readonly publicUrl: string }): Links {
  const seal = createSeal(secrets);
  const token = (purpose: LinkPurpose, messageId: string): string => seal.seal(labels[purpose], idToBytes(messageId));
  return {
    visitLink: (messageId, choice) =>
      `${publicUrl}/v/${token('visit', messageId)}${choice === undefined ? '' : `?choose=${choice}`}`,
    unsubscribeLink: (messageId) => `${publicUrl}/u/${token('unsubscribe', messageId)}`,
    readToken(purpose, text) {
      const bytes = seal.open(labels[purpose], text, idBytes);
      return bytes === null ? null : bytesToId(bytes);
    },
  };
}

const labels: Readonly<Record<LinkPurpose, string>> = { visit: 'visit link', unsubscribe: 'unsubscribe link' };

const idBytes = 16;

function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function bytesToId(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
