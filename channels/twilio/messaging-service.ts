/**
 * Whether a sender is a messaging service: several numbers of an account that send as one.
 * @see https://www.twilio.com/docs/messaging/services
 */
export function isMessagingService(sender: string): boolean {
  return /^MG[0-9a-f]{32}$/.test(sender);
}
