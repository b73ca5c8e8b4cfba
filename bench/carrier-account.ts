/** The Twilio account that measured systems are told, where no carrier is ever called. */
export const carrierAccount = { sid: `AC${'0'.repeat(32)}`, authToken: 'bench' } as const;
