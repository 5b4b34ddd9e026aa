/** A binary heap: the smallest key comes out first. */
export class Heap {
  readonly #items: { readonly key: number; readonly value: number }[] = [];

  push(key: number, value: number): void {
    const items = this.#items;
    const item = { key, value };
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (!parent || parent.key <= key) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  pop(): { readonly key: number; readonly value: number } | undefined {
    const items = this.#items;
    const smallest = items[0];
    const last = items.pop();
    if (!last || items.length === 0) return smallest;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const below = (items[left + 1]?.key ?? Infinity) < (items[left]?.key ?? Infinity) ? left + 1 : left;
      const child = items[below];
      if (!child || child.key >= last.key) break;
      items[at] = child;
      at = below;
    }
    items[at] = last;
    return smallest;
  }
}
