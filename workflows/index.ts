/** Every workflow that a worker of the queue `kept` runs. */
export { appointment } from './appointment.ts';
export { message } from './message.ts';
export { order } from './order.ts';
export { recall } from './recall.ts';
export { reconcile } from './reconcile.ts';
export { replan } from './replan.ts';
export { sweep } from './sweep.ts';
export { sync } from './sync.ts';
