import type { Draft } from "./shelf";

/** What is being written or chosen about items: those of a criterion, as another asks other things. */

export const EMPTY: Draft = {
  note: "",
  correction: null,
  failure: null,
  armed: false,
  answers: [],
};

export class Drafts {
  private readonly held: Map<string, Draft>;

  constructor(
    private readonly criterion: string,
    kept: ReadonlyMap<string, Draft>,
    private readonly keep: (name: string, draft: Draft | null) => void,
  ) {
    this.held = new Map(kept);
  }

  of(item: string): Draft {
    return this.held.get(this.named(item)) ?? EMPTY;
  }

  set(item: string, draft: Draft): void {
    this.held.set(this.named(item), draft);
    this.keep(this.named(item), draft);
  }

  drop(item: string): void {
    if (this.held.delete(this.named(item))) this.keep(this.named(item), null);
  }

  private named(item: string): string {
    return `${this.criterion} ${item}`;
  }
}
