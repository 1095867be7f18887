/** A risk with its width; null where base rates made it, which have none. */
export interface WideRisk {
  risk: number
  low: number | null
  high: number | null
}

/** From here on the ends of a width lead to different decisions, so that the point alone would mislead. */
const WIDE = 0.1

const percent = (share: number): number => Math.round(100 * share)

/** `12–31 %`; null where a risk has no width. */
export const widthWords = ({ low, high }: WideRisk): string | null => {
  if (low === null || high === null) return null
  return percent(low) === percent(high) ? `${percent(low)} %` : `${percent(low)}–${percent(high)} %`
}

/** Whether a risk is so wide that a person should see it: the model has met few cases like it. */
export const isWide = ({ low, high }: WideRisk): boolean => low !== null && high !== null && high - low >= WIDE
