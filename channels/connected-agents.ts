import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

/**
 * Agents that give a request its socket only once the socket is connected, TLS included. Node's own give it at once and write
 * when it connects, which may be seconds later: then nobody can say whether, or when, a request was written.
 */
export interface ConnectedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** `timeoutMs` is how long a connection may take to open, and how long an unused one is kept. */
export function createConnectedAgents(timeoutMs: number): ConnectedAgents {
  const options = { keepAlive: true, timeout: timeoutMs, maxSockets: 64, scheduling: 'lifo' as const };
  return {
    http: givingWhen('connect', new http.Agent(options)),
    https: givingWhen('secureConnect', new https.Agent(options)),
  };
}

function givingWhen<A extends http.Agent>(connected: 'connect' | 'secureConnect', agent: A): A {
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, give) => {
    const socket = open(options) as Duplex;
    const fail = (error: Error): void => give?.(error, socket);
    const expire = (): void => void socket.destroy(new Error('The connection did not open in time.'));
    socket.once('error', fail);
    socket.once('timeout', expire);
    socket.once(connected, () => {
      socket.off('error', fail);
      socket.off('timeout', expire);
      give?.(null, socket);
    });
    return undefined;
  };
  return agent;
}
