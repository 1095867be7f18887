/**
 * The smallest number above 0 for which `holds`, to its last digit: where it holds for one number it must hold for every
 * larger one, and for `high`. The stretch is halved until no number lies between its ends.
 */
export function smallestThat(high: number, holds: (x: number) => boolean): number {
  let [fails, enough] = [0, high]
  const middle = () => (fails + enough) / 2
  for (let x = middle(); fails < x && x < enough; x = middle()) {
    if (holds(x)) enough = x
    else fails = x
  }
  return enough
}
