/** A time as the carrier writes it: whole seconds, as all of its times are. */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
