import { openDatabase } from '../db/database.ts';
import { setUpDemo } from './demo/set-up-demo.ts';
import type { DemoAddresses, RunFile } from './run-file.ts';

/** Fills the demo's practice and says where to look: a phone, the visit that it is asked about, and its workflow. */
export async function startDemo(dataFolder: string, run: RunFile): Promise<DemoAddresses> {
  const { databaseUrl, simulator, temporalUi } = run.addresses;
  const db = openDatabase({ url: databaseUrl, poolSize: 4, applicationName: 'kept start' });
  try {
    const demo = await setUpDemo({ db, dataFolder, now: Date.now(), simulatorUrl: simulator });
    const [phone = ''] = demo.yourPhones;
    return {
      phone: `${simulator}/phones/${encodeURIComponent(phone)}`,
      visit: `${simulator}/look/appointments/${demo.appointmentId}`,
      workflow:
        temporalUi === null ? null : `${temporalUi}/namespaces/default/workflows/appointment:${demo.appointmentId}`,
      appointment: `${run.addresses.api}/appointments/${demo.appointmentId}`,
    };
  } finally {
    await db.close();
  }
}
