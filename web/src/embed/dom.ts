export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string | number>, ...inside: (Node | string)[]) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, String(value)));
  element.append(...inside);
  return element;
}

export const label = (text: string, field: HTMLElement) => make('label', {}, text, field, make('small', {}));

export function button(text: string, press: () => void) {
  const made = make('button', { type: 'button', class: 'quiet' }, text);
  made.addEventListener('click', press);
  return made;
}

/** Fills the holes of a text. */
export const fill = (text: string, values: Record<string, string | number>) =>
  Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, String(value)), text);
