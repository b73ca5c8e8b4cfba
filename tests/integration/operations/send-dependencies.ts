import { createChannels } from '../../../channels/create-channels.ts';
import type { Database } from '../../../db/database.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import type { SendDependencies } from '../../../operations/sending/send-message.ts';
import type { ASimulator } from '../simulator/a-simulator.ts';
import { testLinks } from './test-links.ts';

/** What a send needs, with the simulator as the only carrier; its reports go nowhere. */
export function sendDependencies(db: Database, simulator: ASimulator): SendDependencies {
  const channels = createChannels(
    {
      configured: { twilio: null, sendgrid: null },
      simulator: { twilio: simulator.account, sendgrid: simulator.mailAccount },
    },
    'http://127.0.0.1:9',
  );
  return sendingBy(db, channels);
}

/** What a send needs beside the channels that it goes by. */
export function sendingBy(db: Database, channels: SendDependencies['channels']): SendDependencies {
  return {
    db,
    channels,
    renderer: createTemplateRenderer(),
    links: testLinks,
    monotonicNow: () => performance.now(),
  };
}
