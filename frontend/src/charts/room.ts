/** Of all that is shown, this much is left free before the first and behind the last. */
const SIDE = 0.012;

/**
 * Room for the halves of the first and the last bar; charts of lines have it too, so that a moment
 * stands at the same place in all of them, and nothing is drawn over the axis.
 */
export function timeRange(
  x: readonly number[],
): (plot: unknown, low: number, high: number) => [number, number] {
  const [first, second] = x;
  const half = first !== undefined && second !== undefined ? (second - first) / 2 : 0;
  return (_plot, low, high) => {
    if (low === high) return [low - 1, high + 1];
    const room = Math.max(half, (high - low) * SIDE);
    return [low - room, high + room];
  };
}
