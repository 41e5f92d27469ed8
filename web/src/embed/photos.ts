import { refusalOf } from '../features/report/photos';
import { newId } from '../shared/ids';
import { upload } from '../shared/upload';
import { button, fill, make } from './dom';
import type { Texts } from './texts';

type Chosen = { id: string; file: File };

const mebi = 1024 * 1024;
const thumbnail = 96;

/** Photos are chosen with the report and follow it with its access code, each under a key of its own. */
export class Photos {
  readonly field: HTMLElement;
  private chosen: Chosen[] = [];
  private readonly told = make('small', { role: 'status' });
  private readonly list = make('ul', {});
  private readonly input = make('input', { type: 'file', accept: 'image/jpeg,image/png,image/webp,image/gif', multiple: '' });

  constructor(private readonly t: Texts, private readonly limits: { files: number; fileBytes: number }) {
    const hint = fill(t.photosHint, { count: limits.files, max: Math.floor(limits.fileBytes / mebi) });
    this.field = make('div', { class: 'photos' }, make('label', {}, t.photos, this.input, make('span', {}, hint)), this.told, this.list);
    this.input.addEventListener('change', () => void this.pick([...(this.input.files ?? [])]));
  }

  private async pick(files: File[]) {
    this.input.value = '';
    const wrong: string[] = [];
    for (const file of files) {
      if (this.chosen.length >= this.limits.files || (await refusalOf(file, this.limits.fileBytes))) {
        wrong.push(file.name);
      } else {
        this.show({ id: newId(), file });
      }
    }

    this.told.textContent = wrong.length > 0 ? fill(this.t.photoWrong, { name: wrong.join(', ') }) : '';
  }

  private show(photo: Chosen) {
    this.chosen.push(photo);
    const canvas = make('canvas', { width: thumbnail, height: thumbnail, role: 'img', 'aria-label': photo.file.name });
    const item = make('li', {}, canvas, button(fill(this.t.remove, { name: photo.file.name }), () => {
      this.chosen = this.chosen.filter((p) => p !== photo);
      item.remove();
      this.input.focus();
    }));
    this.list.append(item);
    // Drawn and not addressed: the page around may forbid pictures from anywhere, even from memory.
    createImageBitmap(photo.file).then(
      (picture) => {
        const scale = Math.max(thumbnail / picture.width, thumbnail / picture.height);
        const [width, height] = [picture.width * scale, picture.height * scale];
        canvas.getContext('2d')?.drawImage(picture, (thumbnail - width) / 2, (thumbnail - height) / 2, width, height);
      },
      () => canvas.remove(),
    );
  }

  /** Sends them to the report they belong to, and tells how many have arrived; null where none was chosen. */
  follow(address: string, code: string): HTMLElement | null {
    const all = this.chosen.length;
    if (all === 0) {
      return null;
    }

    const state = make('p', { role: 'status' });
    const again = button(this.t.retry, () => void run());
    const run = async () => {
      again.remove();
      for (const photo of [...this.chosen]) {
        state.textContent = fill(this.t.photosSent, { sent: all - this.chosen.length, all });
        try {
          await upload(address, photo.file, { 'X-Access-Code': code, 'Idempotency-Key': photo.id }, () => undefined);
          this.chosen = this.chosen.filter((p) => p !== photo);
        } catch {
          // It stays among the chosen, and is offered again.
        }
      }

      state.textContent = fill(this.t.photosSent, { sent: all - this.chosen.length, all });
      if (this.chosen.length > 0) {
        state.after(again);
      }
    };
    void run();
    return make('div', {}, state);
  }
}
