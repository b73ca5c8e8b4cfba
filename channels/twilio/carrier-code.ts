/** The carrier's own code in an error or a resource: a number, while those of sockets and libraries are words. Null: none. */
export function carrierCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'number' ? String(error.code) : null;
}
