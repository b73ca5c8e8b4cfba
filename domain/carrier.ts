/** Through which account a practice's messages go: that of the configuration, or the simulator's, as the demo's only ever do. */
export type Carrier = 'configured' | 'simulator';
