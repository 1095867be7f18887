import { BANDS, type Band } from '../../shared/vocabulary.ts'

/** One page of a list: where it stands, and its ids as they are shown and as they are now. */
export interface ChangedPage {
  band: Band | undefined
  offset: number
  shown: readonly number[]
  now: readonly number[]
}

const place = ({ band, offset }: Pick<ChangedPage, 'band' | 'offset'>): number =>
  (band === undefined ? 0 : BANDS.indexOf(band)) * 1e9 + offset

/** How many rows have come in above the selected one, of the pages that are loaded; with none selected, in all of them. */
export function newAbove(pages: readonly ChangedPage[], selected: number | null): number {
  const own = pages.find(({ shown }) => selected !== null && shown.includes(selected))
  const isAbove = (page: ChangedPage) => own === undefined || place(page) <= place(own)
  return pages.filter(isAbove).reduce((sum, page) => {
    const at = selected === null ? -1 : page.now.indexOf(selected)
    const before = at < 0 ? page.now : page.now.slice(0, at)
    const shown = new Set(page.shown)
    return sum + before.filter(id => !shown.has(id)).length
  }, 0)
}
