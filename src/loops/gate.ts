/** Lets so many in at a time, in the order they came. */
export class Gate {
  #free: number;
  readonly #size: number;
  readonly #waiting: { wanted: number; enter: () => void }[] = [];

  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  /** Resolves when there is room for all of them; whoever asks for more than there is gets it all. */
  async enter(wanted: number): Promise<void> {
    const places = Math.min(wanted, this.#size);
    if (this.#waiting.length === 0 && this.#free >= places) {
      this.#free -= places;
      return;
    }
    await new Promise<void>((enter) => this.#waiting.push({ wanted: places, enter }));
  }

  leave(places: number): void {
    this.#free = Math.min(this.#size, this.#free + places);
    for (let next = this.#waiting[0]; next && next.wanted <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.wanted;
      next.enter();
    }
  }
}
