import { type Fields, blank } from '../features/report/draft';
import { button, make } from './dom';
import type { Texts } from './texts';

const patience = 20_000;

/** About a metre. */
const decimals = 5;

const round = (degrees: number) => Number(degrees.toFixed(decimals));

/** The place by the browser, where it can tell it. */
export class Locator {
  place: Pick<Fields, 'latitude' | 'longitude'> = blank;
  readonly field: HTMLElement[] = [];
  private readonly told = make('small', { role: 'status' });
  private readonly press = button('', () => this.toggle());

  constructor(private readonly t: Texts) {
    if ('geolocation' in navigator) {
      this.show('', blank);
      this.field = [make('div', { class: 'place' }, this.press, this.told)];
    }
  }

  private toggle() {
    if (this.place.latitude !== null) {
      this.show('', blank);
      return;
    }

    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const [latitude, longitude] = [round(coords.latitude), round(coords.longitude)];
        this.show(`${latitude}, ${longitude}`, { latitude, longitude });
      },
      () => this.show(this.t.nowhere, blank),
      { enableHighAccuracy: true, timeout: patience },
    );
  }

  private show(text: string, place: Locator['place']) {
    this.place = place;
    this.told.textContent = text;
    this.press.textContent = place.latitude === null ? this.t.here : this.t.forget;
  }
}
