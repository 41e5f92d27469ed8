/** Words in the language of the moment. */
export type Say = () => string;

export const nothing: Say = () => '';

const said = new WeakMap<Node, Say>();

/** Says it now, and again in every language that is chosen later. */
export function say<N extends Node>(node: N, words: Say): N {
  said.set(node, words);
  node.textContent = words();
  return node;
}

/** Says everything in there again: the language is another. */
export function repeat(node: Node) {
  const words = said.get(node);
  if (words) {
    node.textContent = words();
  } else {
    node.childNodes.forEach(repeat);
  }
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string | number>, ...inside: (Node | string | Say)[]
) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, String(value)));
  element.append(...inside.map((part) => (typeof part === 'function' ? say(new Text(), part) : part)));
  return element;
}

export const label = (words: Say, field: HTMLElement) => make('label', {}, words, field, make('small', {}));

export function button(words: Say, press: () => void) {
  const made = make('button', { type: 'button', class: 'quiet' }, words);
  made.addEventListener('click', press);
  return made;
}

/** A heading that the focus can be brought to. */
export const heading = (words: Say) => make('h2', { tabindex: -1 }, words);

/** Fills the holes of a text. */
export const fill = (text: string, values: Record<string, string | number>) =>
  Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, () => String(value)), text);
