import { type Photo, photos } from '../features/report/photos';
import { button, fill, make, say } from './dom';
import type { Texts } from './texts';

const mebi = 1024 * 1024;
const thumbnail = 96;

/** What the service and the choice itself call the reasons for which a photo is not taken. */
const reasons: Record<string, keyof Texts> = {
  size: 'tooLarge', too_large: 'tooLarge',
  kind: 'noPicture', unknown_type: 'noPicture',
  type_mismatch: 'otherType',
  count: 'full', 'ticket.too_many_media': 'full',
};

/** Which photo was not taken, and why. */
export const refusal = (t: Texts, name: string, reason: string) => fill(t[reasons[reason] ?? 'notTaken'], { name });

/** Photos are chosen with the report and follow it when it has arrived. */
export class Photos {
  readonly field: HTMLElement;
  private readonly shown = new Set<string>();
  private readonly told = make('small', { role: 'status' });
  private readonly list = make('ul', {});
  private readonly input = make('input', { type: 'file', accept: 'image/jpeg,image/png,image/webp,image/gif', multiple: '' });

  constructor(private readonly t: Texts, private readonly limits: { files: number; fileBytes: number }) {
    const hint = () => fill(t.photosHint, { count: limits.files, max: Math.floor(limits.fileBytes / mebi) });
    this.field = make('div', { class: 'photos' }, make('label', {}, () => t.photos, this.input, make('span', {}, hint)), this.told, this.list);
    this.input.addEventListener('change', () => void this.pick([...(this.input.files ?? [])]));
    void photos.list().then((kept) => kept.forEach((photo) => this.show(photo)));
  }

  private async pick(files: File[]) {
    this.input.value = '';
    const { added, refused } = await photos.pick(files, this.limits);
    added.forEach((photo) => this.show(photo));
    say(this.told, () => refused.map(({ name, why }) => refusal(this.t, name, why)).join(' '));
  }

  private show({ id, file }: Photo) {
    if (this.shown.has(id)) {
      return;
    }

    this.shown.add(id);
    const canvas = make('canvas', { width: thumbnail, height: thumbnail, role: 'img', 'aria-label': file.name });
    const item = make('li', {}, canvas, button(() => fill(this.t.remove, { name: file.name }), () => {
      void photos.remove(id);
      item.remove();
      this.input.focus();
    }));
    this.list.append(item);
    // Drawn and not addressed: the page around may forbid pictures from anywhere, even from memory.
    createImageBitmap(file).then(
      (picture) => {
        const scale = Math.max(thumbnail / picture.width, thumbnail / picture.height);
        const [width, height] = [picture.width * scale, picture.height * scale];
        canvas.getContext('2d')?.drawImage(picture, (thumbnail - width) / 2, (thumbnail - height) / 2, width, height);
      },
      () => canvas.remove(),
    );
  }
}
