import { createContext, useContext } from 'react';

/** The colleagues' names by their ids, as far as they are known where a story is told. */
export const Names = createContext<Record<string, string>>({});

const short = 8;

/** A colleague's name, else enough of his id to tell him from others. */
export function useName() {
  const names = useContext(Names);
  return (id: string) => names[id] ?? id.slice(0, short);
}
