import type { Place } from './sections.ts'

/**
 * What React calls the elements of the list: a row stays with its issue. By its place, the row that a screen reader has just
 * read out would become another issue's when one comes in above it, and to press it would open that one. While pages of
 * different moments are on screen an issue may be there twice; the second one goes by its place, as one that is loading does.
 */
export function issueRowKeys(drawn: readonly { place: Place; id: number | undefined }[]): string[] {
  const seen = new Set<number>()
  return drawn.map(({ place, id }) => {
    if (place.kind === 'header') return `h:${place.band}`
    if (id === undefined || seen.has(id)) return `${place.band}:${place.offset}`
    seen.add(id)
    return `issue:${id}`
  })
}
