import { create } from 'zustand'
import type { NoticeEnvelope } from '../../shared/bridge.ts'

/** A link that the system handed over and the console has not followed yet. */
export interface AskedLink {
  /** Null: it was not one of ours, which the person is told. */
  link: string | null
}

export const useAskedLink = create<{ asked: AskedLink | null }>(() => ({ asked: null }))

/** Keeps the links that the shell hands over; begins before the page asks for its engine, so that none comes too early. */
export function hearLinks(page: Window): void {
  page.addEventListener('message', event => {
    const notice = (event.data as Partial<NoticeEnvelope> | null)?.forestall
    if (event.source === page && notice?.kind === 'link') useAskedLink.setState({ asked: { link: notice.link } })
  })
}
