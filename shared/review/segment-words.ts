/** What may be said while no segment's effect differs from the rest: a test that was never made shows nothing. */
export const noGapWords = (tested: number): string =>
  tested === 0
    ? 'No segment has enough accounts in both arms to be compared with the rest.'
    : `No segment is shown to differ from the rest after Holm’s correction (${tested} tested).`
