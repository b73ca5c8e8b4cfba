/** Every workflow that a worker of the queue `kept` runs. */
export { appointment } from './appointment.ts';
export { sweep } from './sweep.ts';
