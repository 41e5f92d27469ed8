import type { Problem } from '../../api/problem';
import { newId } from '../../shared/ids';

/** A photo that was chosen and has not arrived yet. It survives a reload: the report must not lose it with the page. */
export type Photo = { id: string; file: File };

const database = 'cleanfte';
const table = 'photos';

let opened: Promise<IDBDatabase> | undefined;

/** Those that the browser did not keep: they live as long as the page. */
const memory = new Map<string, Kept>();

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(database, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(table, { keyPath: 'id' });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function use<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(table, mode);
    const asked = work(transaction.objectStore(table));
    // A full disk is told at the end of the transaction, after the request itself went well.
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = () => reject(transaction.error ?? asked.error);
  });
}

let tabKey = 'tab';

/** On a page of somebody else that name may be taken. */
export const keepUnder = (key: string) => {
  tabKey = key;
};

/** This tab's own: another tab of the same browser writes another report. */
const tab = () => {
  try {
    const kept = sessionStorage.getItem(tabKey) ?? newId();
    sessionStorage.setItem(tabKey, kept);
    return kept;
  } catch {
    return 'tab';
  }
};

/** With the ticket it belongs to, once there is one: the next report must not take it for its own. */
type Kept = Photo & { tab: string; at: number; ticket?: string };

export type PhotoRefusal = 'kind' | 'size';

export type Picked = { added: Photo[]; refused: { name: string; why: PhotoRefusal | 'count' }[] };

/** What a tab left behind that was closed long ago. */
const maxAge = 24 * 60 * 60 * 1000;

async function stored(): Promise<Kept[]> {
  try {
    return (await use<Kept[]>('readonly', (store) => store.getAll())).filter((p) => !memory.has(p.id));
  } catch {
    return [];
  }
}

/** Where the browser can, else in memory: full, or forbidden, it must not lose them. */
async function keep(photo: Kept) {
  try {
    await use('readwrite', (store) => store.put(photo));
  } catch {
    memory.set(photo.id, photo);
  }
}

/** Choices that are still being looked at, one after the other, so that no two of them take the same room. */
let picks: Promise<unknown> = Promise.resolve();

async function take(files: File[], limits: { files: number; fileBytes: number }): Promise<Picked> {
  const picked: Picked = { added: [], refused: [] };
  let room = limits.files - (await photos.list()).length;
  for (const file of files) {
    const why = room <= 0 ? 'count' : await refusalOf(file, limits.fileBytes);
    if (why) {
      picked.refused.push({ name: file.name, why });
    } else {
      picked.added.push(await photos.add(file));
      room--;
    }
  }

  return picked;
}

export const photos = {
  /** Keeps what can be taken of what was chosen, and says why the rest cannot. */
  pick(files: File[], limits: { files: number; fileBytes: number }): Promise<Picked> {
    const picked = picks.then(() => take(files, limits));
    picks = picked.catch(() => undefined);
    return picked;
  },
  async list(ticket?: string): Promise<Photo[]> {
    const all = await stored();
    all.filter((p) => p.at < Date.now() - maxAge).forEach((p) => void photos.remove(p.id));
    return [...all.filter((p) => p.tab === tab()), ...memory.values()]
      .filter((p) => p.ticket === ticket).sort((a, b) => a.at - b.at).map(({ id, file }) => ({ id, file }));
  },
  /** What was chosen for the report that has just become this ticket, though it is still being looked at. */
  async assign(ticket: string) {
    await picks;
    memory.forEach((p) => (p.ticket ??= ticket));
    const own = (await stored()).filter((p) => p.tab === tab() && !p.ticket);
    await Promise.all(own.map((p) => keep({ ...p, ticket })));
  },
  async add(file: File): Promise<Photo> {
    const photo = { id: newId(), file };
    await keep({ ...photo, tab: tab(), at: Date.now() });
    return photo;
  },
  async remove(id: string) {
    memory.delete(id);
    try {
      await use('readwrite', (store) => store.delete(id));
    } catch {
      // It was in memory only.
    }
  },
};

/** What may be sent again: a time that ran out, a race that was lost, and whatever came too fast. */
const passing = [408, 409, 429];

export const isForGood = (problem: Problem) => problem.status < 500 && !passing.includes(problem.status);

/** A picture by its first bytes, as the server looks at it; the name and the type it was given prove nothing. */
export async function refusalOf(file: File, maxBytes: number): Promise<PhotoRefusal | null> {
  if (file.size > maxBytes) {
    return 'size';
  }

  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...head);
  const picture =
    (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) || text.startsWith('\x89PNG\r\n\x1a\n') ||
    text.startsWith('GIF87a') || text.startsWith('GIF89a') || (text.startsWith('RIFF') && text.slice(8) === 'WEBP');
  return picture ? null : 'kind';
}
