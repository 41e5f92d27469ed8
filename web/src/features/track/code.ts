/** The access code in an address's fragment; empty where there is none, or nothing that could be one. */
export function codeIn(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    // A fragment such as #100% is no encoding of anything.
    return '';
  }
}
