const bytes = 16;

/** A random name; crypto.randomUUID is missing on pages that came without https. */
export const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(bytes))].map((b) => b.toString(16).padStart(2, '0')).join('');
