/**
 * One tab reviews an application at a time: two would send what a person did in two orders.
 *
 * The lock is held as long as the page is open. "Use it here" steals it: the other tab stops at once,
 * and what it kept is in the storage that both share.
 */

export interface Ownership {
  /** Takes the lock from the tab that has it. */
  steal: () => void;
  release: () => void;
}

export function own(app: string, onChange: (owned: boolean) => void): Ownership {
  const name = `genchi-review:${app}`;
  // Browsers give locks to pages of this machine or over https only; elsewhere one has to do without.
  if (!navigator.locks) {
    onChange(true);
    return { steal: () => undefined, release: () => undefined };
  }
  let free: () => void = () => undefined;
  let released = false;
  const waiting = new AbortController();
  const held = () => {
    onChange(true);
    return new Promise<void>((resolve) => {
      free = resolve;
    });
  };
  const lost = () => {
    if (released) return;
    onChange(false);
    wait();
  };
  // The other tab may be closed: then this one goes on by itself.
  const wait = () => {
    const taken = () => (released ? undefined : held());
    navigator.locks.request(name, { signal: waiting.signal }, taken).catch(lost);
  };
  const first = (lock: Lock | null) => {
    if (released) return undefined;
    if (lock) return held();
    onChange(false);
    wait();
    return undefined;
  };
  navigator.locks.request(name, { ifAvailable: true }, first).catch(lost);
  return {
    steal: () => void navigator.locks.request(name, { steal: true }, held).catch(lost),
    release: () => {
      released = true;
      waiting.abort();
      free();
    },
  };
}
