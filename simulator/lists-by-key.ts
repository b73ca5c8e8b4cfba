/** Items by a key that several share, each list in the order in which they were added. */
export interface ListsByKey<Item> {
  add(key: string, item: Item): void;
  of(key: string): readonly Item[];
  keys(): readonly string[];
}

export function createListsByKey<Item>(): ListsByKey<Item> {
  const lists = new Map<string, Item[]>();
  return {
    add(key, item) {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [item]);
      else list.push(item);
    },
    of: (key) => lists.get(key) ?? [],
    keys: () => [...lists.keys()],
  };
}
