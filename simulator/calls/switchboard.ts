import { randomBytes } from 'node:crypto';
import type { Faults } from '../faults.ts';
import type { Phone, Pickup } from '../phones.ts';
import type { Timers } from '../timers.ts';
import type { CallRecord } from './call-record.ts';
import type { CallWebhooks } from './call-webhooks.ts';
import { keyOf } from './callers.ts';
import { converse, type DialEnd } from './conversation.ts';
import { createLine, type Line } from './line.ts';
import { isOver, phoneOfCall, type CallRequest, type CallStatus, type PhoneCall } from './phone-call.ts';

/** The carrier's voice at work: it rings phones, runs the TwiML of calls, reports, and lets phones press keys. */
export interface Switchboard {
  /** Takes a call: it is in the record when this returns. */
  take(request: CallRequest): PhoneCall;
  /** A phone calls a number back. */
  callBack(phone: string, sender: string): PhoneCall;
  /** Presses keys on a call's phone, which is answered by that where it still rings. False where the call is over. */
  press(sid: string, digits: string): boolean;
  /** The phone hangs up, or does not take the call where it still rings. False where the call is over. */
  hangUp(sid: string): boolean;
  /** Goes on with everything that was under way when the record was last closed. */
  resume(): void;
}

export interface SwitchboardOptions {
  readonly record: CallRecord;
  readonly phones: ReadonlyMap<string, Phone>;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly webhooks: CallWebhooks;
  readonly clock: () => number;
  /** Where calls to the numbers are answered from. */
  readonly incomingAddress: string;
  readonly pace: { readonly stepMs: number; /** How long a second of a call lasts. */ readonly secondMs: number };
}

/** How long machine detection listens to a person, and to a greeting up to its beep. */
const detectionSeconds = { human: 1, machine: 4 };
/** How long a person talks to the desk. */
const deskSeconds = 4;

export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { record, phones, faults, timers, webhooks, clock, pace } = options;
  const lines = new Map<string, Line>();

  function place(request: CallRequest, direction: PhoneCall['direction']): PhoneCall {
    const sid = `CA${randomBytes(16).toString('hex')}`;
    record.add({ entry: 'call', at: clock(), call: { ...request, sid, direction } });
    const call = record.call(sid);
    if (call === null) throw new Error('The record lost a call that was just written to it.');
    return call;
  }

  function begin(call: PhoneCall): void {
    const line = createLine(timers);
    lines.set(call.sid, line);
    const shuffled = faults.happens('callback_shuffled');
    void carryOut(call, line, shuffled).then(() => lines.delete(call.sid));
  }

  async function carryOut(call: PhoneCall, line: Line, shuffled: boolean): Promise<void> {
    const move: Move = (status) => {
      record.add({ entry: 'call-moved', at: clock(), sid: call.sid, status });
      const due = call.unreported.at(-1);
      if (!shuffled && due?.status === status) void webhooks.report(call, due);
    };
    await (call.direction === 'inbound' ? receive(call, line, move) : ring(call, line, move));
    if (shuffled) for (const due of [...call.unreported].reverse()) await webhooks.report(call, due);
  }

  async function ring(call: PhoneCall, line: Line, move: Move): Promise<void> {
    for (const status of stillBefore(call.status)) {
      await line.wait(pace.stepMs);
      move(status);
    }
    const pickup = phones.get(call.to)?.calls ?? 'answers';
    const unheard = await waitForAnswer(call, line, pickup);
    if (unheard !== null) {
      move(unheard);
      return;
    }
    move('in-progress');
    await detect(call, line, pickup);
    await talk(call, line, pickup);
    move('completed');
  }

  /** Returns null where somebody picks up, else how the call ended. */
  async function waitForAnswer(call: PhoneCall, line: Line, pickup: Pickup): Promise<CallStatus | null> {
    if (pickup === 'no_answer') await line.ring(call.timeoutSeconds * pace.secondMs);
    else await line.ring(pace.stepMs);
    if (line.over) return 'busy';
    if (line.pressed) return null;
    if (pickup === 'busy') return 'busy';
    if (pickup === 'out_of_service') return 'failed';
    return pickup === 'no_answer' ? 'no-answer' : null;
  }

  async function detect(call: PhoneCall, line: Line, pickup: Pickup): Promise<void> {
    if (call.machineDetection === null) return;
    const machine = pickup === 'machine';
    await line.wait((machine ? detectionSeconds.machine : detectionSeconds.human) * pace.secondMs);
    const machineWord = call.machineDetection === 'Enable' ? 'machine_start' : 'machine_end_beep';
    const answeredBy = machine ? machineWord : pickup === 'unsure' ? 'unknown' : 'human';
    record.add({ entry: 'call-detected', at: clock(), sid: call.sid, answeredBy });
  }

  async function receive(call: PhoneCall, line: Line, move: Move): Promise<void> {
    move('ringing');
    await line.wait(pace.stepMs);
    await talk(call, line, 'answers', () => move('in-progress'));
    move('completed');
  }

  async function talk(
    call: PhoneCall,
    line: Line,
    pickup: Pickup,
    answered: () => void = () => undefined,
  ): Promise<void> {
    if (pickup === 'hangs_up') timers.later(2 * pace.secondMs, () => line.hangUp());
    const patient = pickup === 'machine' ? null : keyOf(phones.get(phoneOfCall(call)) ?? null, call);
    let patientPressed = false;
    await converse(
      { address: call.url, fields: {} },
      {
        line,
        secondMs: pace.secondMs,
        async fetch(instruction) {
          const verbs = await webhooks.fetchTwiml(call, instruction);
          answered();
          return verbs;
        },
        hear: (by, text) => record.add({ entry: 'call-heard', at: clock(), sid: call.sid, by, text }),
        listening(seconds) {
          if (patient === null || patientPressed) return;
          patientPressed = true;
          timers.later(patient.after * seconds * pace.secondMs, () => press(call.sid, patient.key));
        },
        dial: (number, timeoutSeconds) => dial(call, line, number, timeoutSeconds),
      },
    );
  }

  async function dial(call: PhoneCall, line: Line, number: string, timeoutSeconds: number): Promise<DialEnd> {
    const pickup = phones.get(number)?.calls ?? 'answers';
    await line.wait(pickup === 'no_answer' ? timeoutSeconds * pace.secondMs : pace.stepMs);
    const end = dialEnds[pickup];
    const words = end === 'completed' ? `Connected to ${number}.` : `${number} did not take the call (${end}).`;
    record.add({ entry: 'call-heard', at: clock(), sid: call.sid, by: 'carrier', text: words });
    if (end === 'completed') await line.wait(deskSeconds * pace.secondMs);
    return end;
  }

  function press(sid: string, digits: string): boolean {
    const line = lines.get(sid);
    if (line === undefined || line.over) return false;
    record.add({ entry: 'call-heard', at: clock(), sid, by: 'phone', text: digits });
    line.press(digits);
    return true;
  }

  return {
    take(request) {
      const call = place(request, 'outbound-api');
      begin(call);
      return call;
    },
    callBack(phone, sender) {
      const call = place(
        {
          from: phone,
          to: sender,
          url: options.incomingAddress,
          statusCallback: null,
          statusEvents: [],
          machineDetection: null,
          timeoutSeconds: 60,
        },
        'inbound',
      );
      begin(call);
      return call;
    },
    press,
    hangUp(sid) {
      const line = lines.get(sid);
      if (line === undefined || line.over) return false;
      line.hangUp();
      return true;
    },
    resume() {
      for (const call of record.calls) {
        for (const due of call.unreported) void webhooks.report(call, due);
        if (isOver(call)) continue;
        // A line that was open went dead with the carrier; a phone that rang is rung again.
        if (call.status === 'in-progress' || call.direction === 'inbound') cutOff(call);
        else begin(call);
      }
    },
  };

  function cutOff(call: PhoneCall): void {
    record.add({ entry: 'call-moved', at: clock(), sid: call.sid, status: 'completed' });
    const due = call.unreported.at(-1);
    if (due !== undefined) void webhooks.report(call, due);
  }
}

type Move = (status: CallStatus) => void;

/** What a call goes through until its phone rings; after a restart, what is left of it. */
function stillBefore(status: CallStatus): readonly CallStatus[] {
  if (status === 'ringing') return [];
  return status === 'initiated' ? ['ringing'] : ['initiated', 'ringing'];
}

/** How a leg to a phone ends, by what the phone does. */
const dialEnds: Readonly<Record<Pickup, DialEnd>> = {
  answers: 'completed',
  machine: 'completed',
  unsure: 'completed',
  hangs_up: 'completed',
  busy: 'busy',
  no_answer: 'no-answer',
  out_of_service: 'failed',
};
