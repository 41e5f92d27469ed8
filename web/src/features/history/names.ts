import { createContext, useContext } from 'react';

/** What is called by ids and codes where a story is told: colleagues by their ids, services by their codes. */
export type Known = { members: Record<string, string>; services: Record<string, string> };

export const Names = createContext<Known>({ members: {}, services: {} });

const short = 8;

/** A colleague's name, else enough of his id to tell him from others. */
export function useName() {
  const { members } = useContext(Names);
  return (id: string) => members[id] ?? id.slice(0, short);
}
