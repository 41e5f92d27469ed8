import { Problem } from '../api/problem';
import { type Photo, isForGood, photos } from '../features/report/photos';
import { upload } from '../shared/upload';
import { type Say, button, fill, make } from './dom';
import { refusal } from './photos';
import type { Texts } from './texts';

/** Sends a report's photos after it with its access code, each under a key of its own, and tells what becomes of them. */
export class Uploads {
  readonly element: HTMLElement;
  private readonly told = make('div', { role: 'status', tabindex: -1 });
  private readonly again: HTMLButtonElement;
  private readonly refused: Say[] = [];
  private waiting: Photo[] = [];

  /** What has neither arrived nor been refused. */
  get left(): readonly Photo[] {
    return this.waiting;
  }

  /** What is left is not sent any more. */
  giveUp() {
    this.waiting.forEach((photo) => void photos.remove(photo.id));
    this.waiting = [];
  }

  private all = 0;
  private sent = 0;
  private trouble?: 'photosCut' | 'often';
  private running = false;

  constructor(private readonly t: Texts, private readonly address: string, private readonly code: string, private readonly changed: () => void) {
    this.again = button(() => t.retry, () => void this.run());
    this.again.hidden = true;
    this.element = make('div', { class: 'photos' }, this.told, this.again);
  }

  /** From here on it tells, so that it must stand on the page already. */
  async send(chosen: Photo[]) {
    this.waiting = chosen;
    this.all = chosen.length;
    if (this.all > 0) {
      await this.run();
    }
  }

  private async run() {
    if (this.running) {
      return;
    }

    this.running = true;
    this.trouble = undefined;
    this.tell();
    for (const photo of this.waiting) {
      await this.one(photo);
      this.tell();
    }

    this.running = false;
    this.offer();
  }

  private async one(photo: Photo) {
    try {
      const { items: [item] } = await upload(
        this.address, photo.file, { 'X-Access-Code': this.code, 'Idempotency-Key': photo.id }, () => undefined,
      );
      if (item?.status === 'attached') {
        this.sent++;
      } else {
        this.refuse(photo, item?.reason ?? '');
      }
    } catch (error) {
      const problem = error instanceof Problem ? error : null;
      if (!problem || !isForGood(problem)) {
        // It stays among the waiting, and is offered again.
        this.trouble = problem?.status === 429 ? 'often' : 'photosCut';
        return;
      }

      this.refuse(photo, problem.status === 413 ? 'too_large' : problem.code);
    }

    this.waiting = this.waiting.filter((p) => p !== photo);
    await photos.remove(photo.id);
  }

  private refuse({ file }: Photo, reason: string) {
    this.refused.push(() => refusal(this.t, file.name, reason));
  }

  private tell() {
    const { sent, all, trouble, t } = this;
    const lines = [() => fill(t.photosSent, { sent, all }), ...this.refused, ...(trouble ? [() => t[trouble]] : [])];
    this.told.replaceChildren(...lines.map((words) => make('p', {}, words)));
    this.changed();
  }

  /** Another attempt where one may help. Whoever pressed for it is not left on a button that is gone. */
  private offer() {
    const over = this.waiting.length === 0;
    if (over && this.again.matches(':focus')) {
      this.told.focus();
    }

    this.again.hidden = over;
  }
}
