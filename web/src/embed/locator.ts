import { type Fields, blank } from '../features/report/draft';
import { type Say, button, make, repeat, say } from './dom';
import type { Texts } from './texts';

const patience = 20_000;

/** About a metre. */
const decimals = 5;

const round = (degrees: number) => Number(degrees.toFixed(decimals));

type Place = Pick<Fields, 'latitude' | 'longitude'>;

/** The place by the browser, where it can tell it. */
export class Locator {
  readonly field: HTMLElement[] = [];
  private readonly told = make('small', { role: 'status' });
  private readonly press: HTMLButtonElement;
  private looking = false;

  constructor(private readonly t: Texts, public place: Place, private readonly changed: () => void) {
    this.press = button(() => (this.place.latitude === null ? t.here : t.forget), () => this.toggle());
    if ('geolocation' in navigator) {
      this.show(place);
      this.field = [make('div', { class: 'place' }, this.press, this.told)];
    }
  }

  private toggle() {
    if (this.place.latitude !== null) {
      this.move(blank);
      return;
    }

    if (this.looking) {
      return;
    }

    this.looking = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.found({ latitude: round(coords.latitude), longitude: round(coords.longitude) }),
      () => this.found(blank, () => this.t.nowhere),
      { enableHighAccuracy: true, timeout: patience },
    );
  }

  private found(place: Place, words?: Say) {
    this.looking = false;
    this.move(place, words);
  }

  private move({ latitude, longitude }: Place, words?: Say) {
    // A position comes late: what is being sent stays as it was sent.
    if (!this.press.matches(':disabled')) {
      this.show({ latitude, longitude }, words);
      this.changed();
    }
  }

  private show(place: Place, words: Say = () => (place.latitude === null ? '' : `${place.latitude}, ${place.longitude}`)) {
    this.place = place;
    say(this.told, words);
    repeat(this.press);
  }
}
