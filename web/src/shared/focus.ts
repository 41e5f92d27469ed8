/**
 * Brings a reader to something. Where what had the focus is gone, screen readers keep silent about a focus that comes from
 * nowhere (heard with Orca), so it goes by way of the page's main part, which was there all along.
 */
export function bring(to: HTMLElement | null | undefined, options?: FocusOptions) {
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (lost) {
    document.getElementById('main')?.focus({ preventScroll: true });
    setTimeout(() => to?.focus(options));
  } else {
    to?.focus(options);
  }
}
