/**
 * The address as the PMS has it, its domain in lower case; null where it cannot be one. Whether anybody reads it only a message
 * can tell, so the syntax is that of everyday addresses (RFC 5321's lengths, no quoted names, no literals).
 */
export function parseEmail(text: string): string | null {
  const address = text.trim();
  const [, name, domain] = /^([^\s@"(),:;<>[\]\\]{1,64})@([^\s@]{1,253})$/.exec(address) ?? [];
  if (name === undefined || domain === undefined || address.length > 254) return null;
  if (name.startsWith('.') || name.endsWith('.') || name.includes('..')) return null;
  const labels = domain.toLowerCase().split('.');
  const sound = labels.length > 1 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return sound && /[a-z]/.test(labels.at(-1) ?? '') ? `${name}@${labels.join('.')}` : null;
}
