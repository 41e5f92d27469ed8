/** The browser's storage, where there is any: a page that may not store must still work. */
function safe(storage: () => Storage) {
  return {
    read<T>(key: string): T | null {
      try {
        const text = storage().getItem(key);
        return text === null ? null : (JSON.parse(text) as T);
      } catch {
        return null;
      }
    },
    write(key: string, value: unknown) {
      try {
        storage().setItem(key, JSON.stringify(value));
      } catch {
        // Full or forbidden: it lives as long as the page does.
      }
    },
    remove(key: string) {
      try {
        storage().removeItem(key);
      } catch {
        // Forbidden, so nothing was there.
      }
    },
  };
}

/** For this tab, until it is closed. */
export const session = safe(() => window.sessionStorage);

/** For this browser. */
export const local = safe(() => window.localStorage);
