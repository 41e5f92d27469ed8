import { newId } from '../../shared/ids';

/** A photo that was chosen and has not arrived yet. It survives a reload: the report must not lose it with the page. */
export type Photo = { id: string; file: File };

const database = 'cleanfte';
const table = 'photos';

let opened: Promise<IDBDatabase> | undefined;

/** Where the browser keeps nothing, they live as long as the page. */
const memory = new Map<string, Photo & { ticket?: string }>();

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
    const asked = work(db.transaction(table, mode).objectStore(table));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** This tab's own: another tab of the same browser writes another report. */
const tab = () => {
  try {
    const kept = sessionStorage.getItem('tab') ?? newId();
    sessionStorage.setItem('tab', kept);
    return kept;
  } catch {
    return 'tab';
  }
};

/** With the ticket it belongs to, once there is one: the next report must not take it for its own. */
type Kept = Photo & { tab: string; at: number; ticket?: string };

/** What a tab left behind that was closed long ago. */
const maxAge = 24 * 60 * 60 * 1000;

export const photos = {
  async list(ticket?: string): Promise<Photo[]> {
    try {
      const all = await use<Kept[]>('readonly', (store) => store.getAll());
      all.filter((p) => p.at < Date.now() - maxAge).forEach((p) => void photos.remove(p.id));
      return all.filter((p) => p.tab === tab() && p.ticket === ticket).sort((a, b) => a.at - b.at).map(({ id, file }) => ({ id, file }));
    } catch {
      return [...memory.values()].filter((p) => p.ticket === ticket);
    }
  },
  /** What was chosen for the report that has just become this ticket. */
  async assign(ticket: string) {
    memory.forEach((p) => (p.ticket ??= ticket));
    try {
      const all = await use<Kept[]>('readonly', (store) => store.getAll());
      const own = all.filter((p) => p.tab === tab() && !p.ticket);
      await Promise.all(own.map((p) => use('readwrite', (store) => store.put({ ...p, ticket }))));
    } catch {
      // They are in memory.
    }
  },
  async add(file: File): Promise<Photo> {
    const photo = { id: newId(), file };
    memory.set(photo.id, photo);
    try {
      await use('readwrite', (store) => store.put({ ...photo, tab: tab(), at: Date.now() }));
    } catch {
      // It stays in memory.
    }

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

export type PhotoRefusal = 'kind' | 'size';

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
