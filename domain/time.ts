/**
 * The one door to calendar arithmetic. `Temporal` here is the language's date and time library, not the workflow engine.
 */
export { Temporal } from 'temporal-polyfill';
