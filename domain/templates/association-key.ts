import type { Association } from './choose-template.ts';

/** Where words may apply: a kind and a place. */
export type AssociatedPlace = Omit<Association, 'name'>;

/** As `pre_appointment?type=KNEE`: the kind, then what its place names. */
export function associationKeyOf({ kind, facilityId, providerId, typeId }: AssociatedPlace): string {
  const place = new URLSearchParams();
  if (facilityId !== null) place.set('facility', facilityId);
  if (providerId !== null) place.set('provider', providerId);
  if (typeId !== null) place.set('type', typeId);
  return `${kind}?${place.toString()}`;
}

/** The kind and place of a key that `associationKeyOf` made. */
export function readAssociationKey(key: string): AssociatedPlace {
  const [kind = ''] = key.split('?', 1);
  const place = new URLSearchParams(key.slice(kind.length + 1));
  return { kind, facilityId: place.get('facility'), providerId: place.get('provider'), typeId: place.get('type') };
}
