import type { Done } from "./decision";
import type { Remembered, Shelf } from "./shelf";
import type { Ask } from "./types";

/**
 * The last decisions of this browser, over reloads: so that each can be looked at and taken back,
 * whether the server knows of it already or not.
 */

/** More than the page shows, as marks of sentences and passages are among them. */
export const MOST_REMEMBERED = 60;
/** Texts that were looked at do not stay in a browser for longer. */
const REMEMBERED_MS = 86_400_000;

export class Past {
  private kept: readonly Remembered[];

  constructor(
    private readonly shelf: Pick<Shelf, "remember" | "forget">,
    kept: readonly Remembered[],
    now = Date.now(),
  ) {
    this.kept = kept;
    this.drop(kept.filter(({ done }) => done.at_ms < now - REMEMBERED_MS));
    this.trim();
  }

  /** Those of a person about a criterion, one at a time or in pairs, oldest first. */
  of({ reviewer, criterion, mode }: Ask): Done[] {
    const fitting = this.kept.filter((one) => {
      const pair = one.done.target.kind === "preference";
      return one.reviewer === reviewer && one.criterion === criterion && pair === (mode === "pair");
    });
    return fitting.map(({ done }) => done);
  }

  add({ reviewer, criterion }: Ask, done: Done): void {
    const one = { reviewer, criterion, done };
    const before = this.kept.findIndex((other) => other.done.id === done.id);
    this.kept = before < 0 ? [...this.kept, one] : this.kept.with(before, one);
    void this.shelf.remember(one).catch(() => undefined); // then it lasts as long as the page
    this.trim();
  }

  remove(id: string): void {
    this.drop(this.kept.filter(({ done }) => done.id === id));
  }

  private trim(): void {
    const tooMany = this.kept.length - MOST_REMEMBERED;
    if (tooMany > 0) this.drop(this.kept.slice(0, tooMany));
  }

  private drop(gone: readonly Remembered[]): void {
    if (!gone.length) return;
    this.kept = this.kept.filter((one) => !gone.includes(one));
    void this.shelf.forget(gone).catch(() => undefined);
  }
}
