/** Where a client keeps its voter token and an answer that isn't confirmed yet: a part of the browser's `Storage`. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Lasts as long as the process or the page. */
export function memoryStorage(): KeyValueStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** The browser's `localStorage`; memory where there is none, it is forbidden, or it is full. */
export function defaultStorage(): KeyValueStorage {
  try {
    const { localStorage } = globalThis;
    // Node has the property, too, and warns when it is used without a file for it.
    if (typeof document === 'undefined') return memoryStorage();
    const probe = 'groundswell';
    localStorage.setItem(probe, '');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return memoryStorage();
  }
}
