/** Whether this is written as our ids are: a UUID. Postgres refuses anything else in its place as a fault of ours. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
