/** A screen reader needs a moment to see that what had the focus is gone. Heard with Orca: 300 ms always do, 0 never. */
const pause = 300;

let pending: ReturnType<typeof setTimeout>;

/**
 * Brings a reader to something that has just come, but for who is typing by then. Screen readers keep silent about a focus whose
 * old place is gone, or whose new one they have not seen yet, so it goes by way of what was there all along, the page's main part;
 * whoever has gone on meanwhile is left alone.
 */
export function bring(to: HTMLElement | null | undefined, options?: FocusOptions, by = document.getElementById('main')) {
  clearTimeout(pending);
  if (document.activeElement?.matches('input, textarea, select')) {
    return;
  }

  // Within a component, the document knows only the component.
  const root = (by ?? document.body).getRootNode() as Document | ShadowRoot;
  by?.focus({ preventScroll: true });
  const on = root.activeElement;
  pending = setTimeout(() => {
    if (root.activeElement === on) {
      to?.focus(options);
    }
  }, pause);
}
